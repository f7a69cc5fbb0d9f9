// English: what would be done and cannot be undone, asked before it is. Deliberately absent: what was done (replies.ts, deeds.ts).

import type { ConfirmSubject } from '../../../commands/reply.ts';
import { formatDuration } from '../../pages/format.ts';
import type { Voice } from '../../words/voice.ts';
import { players } from './labels.ts';
import { listed, named } from './replies.ts';

export function question(subject: ConfirmSubject, race: { readonly name: string } | null, v: Voice): string {
  const it = race === null ? 'It' : named(race, v);
  switch (subject.what) {
    case 'cancel': {
      const running = subject.status === 'running' ? ' It is running: there will be no results.' : '';
      const who =
        subject.players === 0 ? '' : ` ${players(subject.players)} will be told, and their packs stop working.`;
      return `Cancel ${it} for good?${running}${who}${thrownAway(subject.broken === true)}`;
    }
    case 'end': {
      const out = subject.playing.length === 0 ? '' : ` Still playing, and out then: ${listed(subject.playing, v)}.`;
      return `End ${it} now with the results so far?${out}`;
    }
    case 'forfeit':
      return `Give up ${it}? You are out then.`;
    case 'reroll': {
      const dead = subject.packs === 0 ? '' : ` ${players(subject.packs)} will have to download again.`;
      return `Another seed for ${it}?${dead}${thrownAway(subject.broken)}`;
    }
    case 'see_map':
      return `See the map of ${it}? You cannot come back into the race then.`;
    case 'start_time':
      return `Start: ${v.moment(subject.at, subject.zone)}, ${v.instant(subject.at, subject.now)}. Is that right?`;
    case 'link':
      return `Make Discord ${v.bold(v.quote(subject.discord))} and Twitch ${v.bold(v.quote(subject.twitch))} one account? Press Yes only if both are yours: whoever uses either is one player from then on.`;
    case 'unlink':
      return `Make Discord ${v.bold(v.quote(subject.discord))} and Twitch ${v.bold(v.quote(subject.twitch))} two accounts again? All that was raced so far stays with Discord, Twitch begins anew; browsers are logged out, API tokens and overlay keys are dead.`;
    case 'discard_seed':
      return `Throw seed ${subject.number} of ${v.quote(subject.pool)} away? No race gets it any more.`;
    case 'take_back_finish':
      return `Take the finish of ${v.bold(v.quote(subject.player))} in ${formatDuration(subject.igtMs)} back? They race on, and only a time by hand brings it back.`;
    case 'start_without':
      return `Start ${it} without ${listed(subject.removed, v)}? They are removed.`;
  }
}

const thrownAway = (broken: boolean): string => (broken ? ' The seed is thrown away: no race gets it again.' : '');

/** In chat there is no button: how to say yes. */
export const sayYes = (command: string, v: Voice): string => `${v.command(command, 'yes')} within 30 s does it.`;
