// A client without a library, for tests that do what a library would not: any body, any token, any frame. Also builds the little world in
// which they act: one server, one channel, an owner, a member, an outsider, one command of each kind.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Interaction } from './interactions.ts';
import { type DiscordSimulator, type DiscordSimulatorOptions, startDiscordSimulator } from './simulator.ts';
import { type ManualTime, manualTime } from './time.ts';
import type { Channel, Guild, Message, User } from './world.ts';

export type RawAnswer = { readonly status: number; readonly body: Record<string, unknown> };
export type CallOptions = {
  readonly token?: string | null;
  readonly raw?: string;
  readonly contentType?: string;
  readonly base?: string;
};
export type RawStage = {
  readonly sim: DiscordSimulator;
  readonly time: ManualTime;
  readonly guild: Guild;
  readonly channel: Channel;
  readonly owner: User;
  readonly member: User;
  readonly outsider: User;
  readonly call: (method: string, path: string, body?: unknown, options?: CallOptions) => Promise<RawAnswer>;
  /** A message of the bot in the channel. */
  readonly post: (body: unknown) => Promise<Message>;
  readonly register: (commands: readonly unknown[]) => Promise<RawAnswer>;
  readonly callback: (interaction: Interaction, type: number, data?: unknown) => Promise<RawAnswer>;
  /** Sends the frames one after another once the server said hello; resolves with the close code. */
  readonly gatewayClose: (frames: readonly unknown[], query?: string) => Promise<number>;
  readonly close: () => Promise<void>;
};

export const RACE_COMMAND = {
  name: 'race',
  description: 'Races',
  options: [
    {
      type: 1,
      name: 'create',
      description: 'Opens one',
      options: [
        { type: 3, name: 'name', description: 'Its name', required: true, min_length: 2, max_length: 10 },
        { type: 3, name: 'pool', description: 'The pool', autocomplete: true },
        { type: 3, name: 'map', description: 'Who sees it', choices: [{ name: 'Live', value: 'live' }] },
        { type: 4, name: 'late', description: 'Minutes', min_value: 0, max_value: 60 },
      ],
    },
  ],
};
export const SETUP_COMMAND = { name: 'setup', description: 'For managers', default_member_permissions: '32' };

export async function rawStage(options: DiscordSimulatorOptions = {}): Promise<RawStage> {
  const time = manualTime();
  const sim = await startDiscordSimulator({ time, check: 'collect', ...options });
  const owner = sim.addUser({ name: 'Owner' });
  const member = sim.addUser({ name: 'Member' });
  const outsider = sim.addUser({ name: 'Outsider' });
  const guild = sim.addGuild({ name: 'Races', owner });
  sim.setMember(guild, member);
  const channel = sim.addChannel(guild, { name: 'races' });

  const call: RawStage['call'] = async (
    method,
    path,
    body,
    { token = `Bot ${sim.botToken}`, raw, contentType = 'application/json', base } = {},
  ) => {
    const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const headers = {
      ...(token === null ? {} : { authorization: token }),
      ...(text === undefined ? {} : { 'content-type': contentType }),
    };
    const response = await fetch(`${base ?? `${sim.restBase}/v10`}${path}`, {
      method,
      headers,
      ...(text === undefined ? {} : { body: text }),
    });
    const answer = await response.text();
    return { status: response.status, body: answer ? JSON.parse(answer) : {} };
  };
  const register = (commands: readonly unknown[]) =>
    call('PUT', `/applications/${sim.applicationId}/guilds/${guild.id}/commands`, commands);
  return {
    sim,
    time,
    guild,
    channel,
    owner,
    member,
    outsider,
    call,
    register,
    post: async (body) => {
      const { body: answer } = await call('POST', `/channels/${channel.id}/messages`, body);
      const message = sim.world.messages.get(String(answer.id));
      if (!message) throw new Error(`not sent: ${JSON.stringify(answer)}`);
      return message;
    },
    callback: (interaction, type, data) =>
      call(
        'POST',
        `/interactions/${interaction.id}/${interaction.token}/callback`,
        { type, ...(data === undefined ? {} : { data }) },
        { token: null },
      ),
    gatewayClose: async (frames, query = '?v=10&encoding=json') => {
      const socket = new WebSocket(`${sim.gatewayUrl}${query}`);
      const closed = once(socket, 'close');
      socket.once('message', () => {
        for (const frame of frames) socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
      });
      const [code] = await closed;
      return Number(code);
    },
    close: () => sim.close(),
  };
}
