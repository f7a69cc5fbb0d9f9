// One person, two accounts, one race: somebody joins in Twitch chat, ties both accounts by /link, and goes on from Discord. The whole
// service on simulated platforms; BAD_INPUT_SHOW=1 prints who read what.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeVisitor } from '../testing/web-visitor.ts';
import { openFreshScene, type Scene, STREAMER } from './scene.ts';

const WAIT = { timeout: 60_000, interval: 20 };
let scene: Scene;

beforeAll(async () => {
  scene = await openFreshScene();
});
afterAll(() => scene.close());

it('who joined in chat is the same player on Discord from then on, and so are their pack and their rights', async () => {
  const { stand, users, channel, raceOf } = scene;
  const { discord, twitch, publicUrl } = stand;
  const race = await scene.create({ twitch: STREAMER, packs: 'manual' });
  expect(await scene.chat(STREAMER, `!race home ${race.code}`)).toContain('is home of');
  expect(await scene.chat('eve', '!join')).toContain('In (1/16)');
  expect(await scene.chat('eve', '!link')).toContain('say /link to me there');

  const asked = await discord.slash(users.ann, channel, 'link', {}).settled();
  const message = asked.original as unknown as {
    id: string;
    content: string;
    components: { components: { label: string; url?: string; custom_id?: string }[] }[];
  };
  scene.note('ann', '/link', message.content);
  const buttons = message.components.flatMap((row) => row.components);
  const url = buttons.find((one) => one.url !== undefined)?.url ?? '';
  const confirm = buttons.find((one) => one.custom_id !== undefined)?.custom_id ?? '';
  const path = new URL(url).pathname;
  expect(message.content).not.toContain(path);
  /** What stands in a private message of hers once it reads so. */
  const reads = (pattern: RegExp) =>
    discord.waitFor(
      () => discord.messagesSeenBy(users.ann, channel).findLast((one) => one.ephemeral && pattern.test(one.content)),
      { timeoutMs: WAIT.timeout, what: `${pattern}` },
    );
  discord.click(users.ann, message.id, confirm);
  // In a message of its own: the link is still there to be pressed.
  const early = await reads(/Nobody has signed in with Twitch by that link yet/);
  scene.note('ann', 'presses “I have signed in” too early', early.content);
  expect(early.id).not.toBe(message.id);

  const eve = makeVisitor(publicUrl);
  const away = await eve.get(`/api/auth/twitch?next=${encodeURIComponent(path)}`);
  const back = new URL(twitch.authorizeAs('eve', away.headers.get('location') ?? ''));
  await eve.get(back.pathname + back.search);
  expect((await eve.press(path, path)).status).toBe(303);

  discord.click(users.ann, message.id, confirm);
  const question = await reads(/Press Yes only if both are yours/);
  scene.note('ann', 'presses “I have signed in”', question.content);
  const yes = question.components.flatMap((row) => row.components).find((one) => one.label === 'Yes, do it');
  discord.click(users.ann, question.id, yes?.custom_id ?? '');
  scene.note('ann', 'presses Yes', (await reads(/are one now/)).content);

  const ann = await stand.service().accounts.byTwitchName('eve');
  expect(ann?.discordId).toBe(users.ann.id);
  expect((await raceOf(race.id)).participants.map((one) => one.user)).toEqual([ann?.id]);
  expect(await scene.ask('ann', 'join', { race: race.code })).toContain('already');
  expect(await scene.ask('ann', 'pack', { race: race.code })).toContain('not out yet');
  expect(await scene.ask('olga', 'race release', { race: race.code })).toContain('are out');
  expect(await scene.ask('ann', 'pack', { race: race.code })).toContain('[Get my pack]');
  // The login of before is the same person, and finds the pack at the race's address.
  const page = await eve.get(`/race/${race.id}`);
  expect(await page.text()).toContain(`href="/race/${race.id}/pack"`);
  scene.type('eve', '!leave');
  await expect.poll(async () => (await raceOf(race.id)).participants.length, WAIT).toBe(0);
  expect(await scene.ask('ann', 'link')).toContain('are one already');
  await stand.restart();
  expect((await raceOf(race.id)).departed.map((one) => one.user)).toEqual([ann?.id]);
  expect(scene.alarms()).toEqual([]);
  expect(scene.lines.some((line) => line.includes(path.split('/').at(-1) ?? ''))).toBe(false);
});
