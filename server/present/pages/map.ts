// The map on a race's page and its overlays, as far as the page says something about them: why it is hidden from this viewer, and
// which addresses to hand out. The picture itself comes through the socket.

import type { OverlayName } from '../../play/ports/index.ts';
import type { Race } from '../../race/race.ts';
import { sight, type Viewer } from '../../race/sight.ts';
import type { PageLinks } from '../links.ts';
import { OVERLAY_WORDS, placeWord } from '../sentences/en/labels.ts';
import { type HiddenWhy, hiddenMap, insideOnly } from '../sentences/en/map.ts';
import { type Act, act } from './acts.ts';
import { OVERLAY_KINDS, OVERLAY_SIZES } from './overlay-options.ts';

export type MapNote = { readonly says: string };

export type OverlayLinks = {
  readonly kind: OverlayName;
  readonly label: string;
  readonly url: string;
  /** Of whatever race each of its channels has. */
  readonly liveUrls: readonly { readonly label: string; readonly url: string }[];
  readonly fileUrl: string;
  readonly size: { readonly width: number; readonly height: number };
};

export function mapNote(race: Race, viewer: Viewer): MapNote {
  const seen = sight(viewer, race);
  if (seen.graph === 'blurred') return { says: hiddenMap[hiddenWhy(race, viewer)] };
  const alone = race.options.map === 'casters' && seen.audience === 'inside';
  return { says: alone ? insideOnly(race.phase.status) : '' };
}

function hiddenWhy(race: Race, viewer: Viewer): HiddenWhy {
  const { status } = race.phase;
  if (status === 'cancelled') return 'cancelled';
  if (status !== 'running') return 'beforeTheStart';
  if (race.options.map === 'after') return 'after';
  const user = viewer.kind === 'user' ? viewer.user : undefined;
  const part = race.participants.find((one) => one.user === user);
  if (part !== undefined) return part.standing.status === 'abandoned' ? 'out' : 'racing';
  if ([...race.asked, ...race.waiting].some((one) => one.user === user)) return 'racing';
  if (race.options.map === 'casters') return 'casters';
  return 'unsaid';
}

/** A player gets those that are safe on their own stream. */
export function overlayLinks(race: Race, viewer: Viewer, links: PageLinks): readonly OverlayLinks[] {
  const races = viewer.kind === 'user' && race.participants.some((one) => one.user === viewer.user);
  return OVERLAY_KINDS.filter((kind) => kind !== 'dag' || !races).map((kind) => ({
    kind,
    label: OVERLAY_WORDS[kind],
    url: links.overlay(race.id, kind),
    liveUrls: placesOf(race).map(({ place, label }) => ({ label, url: links.liveOverlay(place, kind) })),
    fileUrl: links.overlayFile(race.id, kind),
    size: OVERLAY_SIZES[kind],
  }));
}

/** Whom a key would show more than everybody sees. */
export function keyedOverlayActs(race: Race, viewer: Viewer, path: string): readonly Act[] {
  const { user } = viewer.kind === 'user' ? viewer : { user: null };
  const plays = [...race.participants, ...race.asked, ...race.waiting].some((one) => one.user === user);
  const isInside = [...race.organizers, ...race.casters].some((person) => person.user === user);
  if (!isInside || plays || race.phase.status === 'cancelled') return [];
  return [
    act(path, 'race overlay', 'My keyed addresses'),
    act(path, 'race overlay', 'New keys', 'quiet', { new: 'yes' }),
  ];
}

/** Channels whose live address shows this race, each once. */
export function placesOf(race: Race): readonly { readonly place: string; readonly label: string }[] {
  const places = new Map<string, string>();
  for (const { platform, channel, server, kind } of race.channels) {
    if (kind === 'named') continue;
    if (platform === 'twitch') places.set(channel, placeWord(platform, channel));
    if (platform === 'discord' && server !== null) places.set(server, placeWord(platform, channel));
  }
  return [...places].map(([place, label]) => ({ place, label }));
}
