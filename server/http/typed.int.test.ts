// A form that is refused comes back as it was typed, with the field marked that the answer is about; and every page names who is
// logged in, also one that is not there.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visitorAs } from '../../tools/testing/sign-in.ts';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import { formTokenOf, type Visitor } from '../../tools/testing/web-visitor.ts';

let house: WebHouse;
let olga: Visitor;

beforeAll(async () => {
  house = await openWebHouse({ limits: { logins: 1_000, actions: 1_000, apiWrites: 1_000 } });
  olga = await visitorAs(house, 'Olga');
  await house.store.accounts.setAdmin((await house.user('Olga')).id, true);
});
afterAll(async () => await house.close());

/** The fields of the page that answers a form: what each holds, and which are marked. */
async function refused(action: string, fields: Record<string, string>) {
  const answer = await olga.post(action, { _csrf: await formTokenOf(olga), ...fields });
  const html = await answer.text();
  const form = html.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
  const inputs = [...(form.split('</form>')[0] ?? '').matchAll(/<(?:input|textarea)[^>]*name="([^"]+)"[^>]*>([^<]*)/g)];
  const told = inputs.filter(([tag]) => !tag.includes('type="hidden"'));
  return {
    status: answer.status,
    html,
    typed: Object.fromEntries(told.map(([tag, name, text]) => [name, /value="([^"]*)"/.exec(tag)?.[1] ?? text])),
    wrong: told.filter(([tag]) => tag.includes('aria-invalid="true"')).map(([, name]) => name),
    beside: [...html.matchAll(/<p class="error" id="wrong-(\w+)">[^<]/g)].map(([, name]) => name),
  };
}

describe('what was typed comes back', () => {
  it('into the form of a caster whom nobody knows', async () => {
    const page = `/race/${await house.race()}`;
    const fields = { back: 'manage', change: 'add', user: 'nobody <here>' };
    const answer = await refused(`${page}/caster`, fields);
    expect(answer).toMatchObject({
      status: 409,
      typed: { user: 'nobody &lt;here&gt;' },
      wrong: ['user'],
      beside: ['user'],
    });
    // And into no other form of the page.
    expect(answer.html.split('value="nobody &lt;here&gt;"')).toHaveLength(2);
  });

  it('into the judge’s form, where only the wrong field is marked', async () => {
    const race = await house.race();
    const ann = await house.join(race, 'Ann');
    await house.start(race, [ann]);
    const page = `/race/${race}`;
    const fields = { back: 'player', player: ann, time: 'soon', reason: 'video' };
    const answer = await refused(`${page}/result`, fields);
    expect(answer).toMatchObject({
      status: 409,
      typed: { time: 'soon', reason: 'video' },
      wrong: ['time'],
      beside: ['time'],
    });
    expect(answer.html).toContain('id="wrong-time">A time like 1:02:03');
  });

  it('into what was told to the organizers', async () => {
    const page = `/race/${await house.race()}`;
    const text = 'x'.repeat(401);
    expect(await refused(`${page}/report`, { text })).toMatchObject({ status: 409, typed: { text } });
  });

  it('into the administrators’ forms', async () => {
    const discard = await refused('/admin/seeds/discard', { pool: 'standard', number: '999' });
    expect(discard).toMatchObject({ status: 409, typed: { number: '999' }, wrong: ['number'], beside: ['number'] });
    const add = await refused('/admin/users', { change: 'add', user: 'nobody_here' });
    expect(add).toMatchObject({ status: 409, typed: { user: 'nobody_here' }, wrong: ['user'], beside: ['user'] });
  });
});

it.each(['/no/such/page', `/race/${crypto.randomUUID()}`])(
  '%s is not there, and names who is logged in',
  async (path) => {
    const answer = await olga.get(path);
    const html = await answer.text();
    expect(answer.status).toBe(404);
    expect(html).toContain('>Olga</a>');
  },
);
