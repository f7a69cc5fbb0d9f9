// `setup`: a Discord server's settings, said once; answers what the bot can and cannot do there.

import type { ServerSettings } from '../play/ports/index.ts';
import { textOf } from './arguments.ts';
import type { GeneralCommand } from './command.ts';
import { refuse } from './refer.ts';
import { canonicalZone } from './zones.ts';

const SETTINGS = ['organizers', 'channel', 'timezone'] as const;
const ALL = 'all';

export const SETUP: GeneralCommand = {
  about: 'house',
  name: 'setup',
  description: 'Who may create races on this server, and where they are announced',
  discord: ['setup'],
  words: [],
  positional: [],
  args: [
    { name: 'organizers', kind: 'role', required: false, description: 'Role whose members may create races' },
    { name: 'channel', kind: 'channel', required: false, description: 'Where races are announced' },
    {
      name: 'timezone',
      kind: 'text',
      required: false,
      description: 'For times without one, e.g. Europe/Paris',
      maxLength: 60,
    },
    {
      name: 'without',
      kind: 'text',
      required: false,
      description: 'A setting to take away again',
      choices: [...SETTINGS, ALL].map((value) => ({ name: value, value })),
    },
  ],
  who: 'manage_server',
  public: false,
  changes: true,
  irreversible: false,
  async run(ask, house) {
    const { place } = ask.asker;
    if (place.platform !== 'discord' || place.server === null) return refuse(ask.command, { code: 'needs_server' });
    const timezone = textOf(ask.args, 'timezone');
    const zone = timezone === null ? null : canonicalZone(timezone);
    if (zone === undefined) {
      return refuse(ask.command, { code: 'bad_argument', argument: 'timezone', problem: { why: 'unknown_timezone' } });
    }
    const before = await house.accounts.server('discord', place.server);
    const without = textOf(ask.args, 'without');
    const kept = (name: (typeof SETTINGS)[number], value: string | null | undefined): string | null =>
      without === name || without === ALL ? null : (value ?? null);
    const settings: ServerSettings = {
      platform: 'discord',
      server: place.server,
      organizerRole: textOf(ask.args, 'organizers') ?? kept('organizers', before?.organizerRole),
      channel: textOf(ask.args, 'channel') ?? kept('channel', before?.channel),
      timezone: zone ?? kept('timezone', before?.timezone),
    };
    await house.accounts.saveServer(settings);
    const mouth = house.mouths.find((one) => one.platform === 'discord');
    const abilities = await mouth?.abilities?.(place.server, settings.channel ?? place.channel);
    const { organizerRole, channel } = settings;
    return {
      kind: 'setup',
      organizerRole,
      channel,
      timezone: settings.timezone,
      abilities: abilities ?? null,
      offers: [],
    };
  },
};
