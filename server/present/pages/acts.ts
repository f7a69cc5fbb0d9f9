// Buttons of a race: what they say, which command each one's form posts, and which of them a person gets in which phase.
// Deliberately absent: whether the rules allow it (they are asked when it is pressed), forms with something to type.

import type { Participant, Race } from '../../race/race.ts';

export type Tone = 'main' | 'quiet' | 'danger';
export type Field = { readonly name: string; readonly value: string };

/** A form that is a button: what it says, where it posts to, and what it carries. */
export type Act = {
  readonly label: string;
  readonly path: string;
  readonly tone: Tone;
  readonly fields: readonly Field[];
  /** It is about another race than the page, which cannot be brought up to date by its answer: the browser goes there. */
  readonly away?: true;
};

/** The last part of the address, below the race's own, under which a command's form is taken. */
export const ACT_PATHS = {
  join: 'join',
  leave: 'leave',
  pack: 'pack',
  unready: 'unready',
  forfeit: 'forfeit',
  unforfeit: 'unforfeit',
  map: 'see-map',
  report: 'report',
  'race open': 'open',
  'race start': 'start',
  'race stop': 'stop',
  'race release': 'release',
  'race lock': 'lock',
  'race unlock': 'unlock',
  'race reroll': 'reroll',
  'race cancel': 'cancel',
  'race end': 'end',
  'race again': 'again',
  'race say': 'say',
  'race check': 'check',
  'race invite': 'invite',
  'race remove': 'remove',
  'race caster': 'caster',
  'race organizer': 'organizer',
  'race overlay': 'overlays',
  'race home': 'home',
  'judge disqualify': 'disqualify',
  'judge restore': 'restore',
  'judge result': 'result',
  'judge hold': 'hold',
} as const;
export type ActName = keyof typeof ACT_PATHS;

export const isActName = (command: string): command is ActName => Object.hasOwn(ACT_PATHS, command);

/** `path`: of the race's page. `fields`: arguments of the command, and where to go afterwards. */
export const act = (
  path: string,
  command: ActName,
  label: string,
  tone: Tone = 'quiet',
  fields: Readonly<Record<string, string>> = {},
): Act => ({
  label,
  path: `${path}/${ACT_PATHS[command]}`,
  tone,
  fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
});

/** What a player can do about their own part. */
export function playerActs(race: Race, participant: Participant, path: string): readonly Act[] {
  const { status } = participant.standing;
  const leave = act(path, 'leave', 'Leave');
  switch (race.phase.status) {
    case 'draft':
      return [leave];
    case 'open':
      return status === 'ready' ? [act(path, 'unready', 'Not ready'), leave] : [leave];
    case 'countdown':
      return status === 'ready' ? [act(path, 'unready', 'Not ready')] : [];
    case 'running':
      if (status === 'playing' || status === 'registered') return [act(path, 'forfeit', 'Forfeit')];
      return status === 'abandoned' ? outActs(race, participant, path) : [];
    case 'finished':
    case 'cancelled':
      return [];
  }
}

function outActs(race: Race, { standing, sawMap }: Participant, path: string): readonly Act[] {
  if (sawMap) return [];
  const forfeited = standing.status === 'abandoned' && standing.why === 'forfeit';
  return [
    ...(forfeited ? [act(path, 'unforfeit', 'Go on after all', 'main')] : []),
    ...(race.options.map === 'after' ? [] : [act(path, 'map', 'Show me the map')]),
  ];
}

/** What an organizer does with a race, the likeliest first. `rare`: what is seldom meant, and what cannot be undone. */
export type OrganizerActs = { readonly likely: readonly Act[]; readonly rare: readonly Act[] };

export function organizerActs(race: Race, path: string, back: 'race' | 'manage'): OrganizerActs {
  const make = (command: ActName, label: string, tone: Tone = 'quiet', fields: Readonly<Record<string, string>> = {}) =>
    act(path, command, label, tone, back === 'race' ? fields : { ...fields, back });
  const lock = race.locked ? make('race unlock', 'Unlock') : make('race lock', 'Lock');
  const cancel = make('race cancel', 'Cancel the race', 'danger');
  const again = make('race again', 'Another round');
  switch (race.phase.status) {
    case 'draft':
      return { likely: [make('race open', 'Open the race', 'main')], rare: [cancel] };
    case 'open':
      return {
        likely: [
          make('race start', 'Start', 'main'),
          ...(race.packsReleased ? [] : [make('race release', 'Send the packs out')]),
          make('race check', 'Check'),
        ],
        rare: [lock, cancel],
      };
    case 'countdown':
      return { likely: [make('race stop', 'Stop the countdown', 'main')], rare: [lock, cancel] };
    case 'running':
      return { likely: [lock], rare: [make('race end', 'End the race', 'danger'), cancel] };
    case 'finished':
    case 'cancelled':
      return { likely: [{ ...again, tone: 'main' }], rare: [] };
  }
}
