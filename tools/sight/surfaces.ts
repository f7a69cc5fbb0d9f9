// Every surface that shows a race to somebody, as addresses. A new page belongs into this list: the walk looks at what stands here.

import type { Made } from '../bad-input/scene.ts';

export const OVERLAYS = ['leaderboard', 'dag', 'clock', 'player'] as const;

/** `place`: a Twitch channel or a Discord server that shows the race. `player`: one who is in it. */
export function addressesOf({ id, code }: Made, place: string, player: string): readonly string[] {
  return [
    ...['/', `/race/${id}`, `/race/${id}/regions`, `/race/${id}/results.csv`, `/r/${code}`, '/calendar.ics'],
    ...OVERLAYS.flatMap((kind) => [`/overlay/${id}/${kind}`, `/overlay/live/${place}/${kind}`]),
    ...OVERLAYS.flatMap((kind) => [`/overlay/${id}/${kind}/file`, `/overlay/live/${place}/${kind}/file`]),
    ...['', '/participants', '/replay'].map((rest) => `/api/races/${id}${rest}`),
    ...['/api/races', '/api/auth/me', '/api/openapi.json', `/api/mod/status?race=${id}`, '/overlay/demo.json'],
    ...[
      '/health',
      '/ready',
      '/metrics',
      '/race/new',
      '/my-races',
      '/account',
      '/admin',
      '/admin/users',
      `/race/${id}/edit`,
    ],
    ...['', '/regions', `/player/${player}`].map((rest) => `/race/${id}/manage${rest}`),
    ...['join', 'pack'].map((rest) => `/race/${id}/${rest}`),
    ...[`/api/races/${id}/pack`, '/api/pools', '/api/admin/seeds'],
  ];
}

/** Sockets: of the race's page, and of the map's overlay on both of its addresses. */
export const socketsOf = ({ id }: Made, place: string): readonly string[] => [
  `/ws/race/${id}`,
  `/ws/race/${id}?overlay=1`,
  `/ws/live/${place}?overlay=1`,
];
