// English: what an organizer or a player did, said to whoever did it. What everybody else hears is in posts.ts.

import type { Deed } from '../../../commands/reply.ts';
import { formatDuration } from '../../pages/format.ts';
import type { Voice } from '../../words/voice.ts';
import { changedWords, startNow } from './changes.ts';

type Named = { readonly name: string; readonly page: string; readonly code: string };

/** `race` null: it is about none. */
export function deed(done: Deed, race: Named | null, v: Voice): string {
  const it = race === null ? 'it' : v.bold(v.quote(race.name));
  const page = race === null ? '' : v.address(race.page);
  switch (done.did) {
    case 'disqualified':
      return `${who(done.player, v)} is disqualified from ${it}.`;
    case 'held':
      return `The result of ${who(done.player, v)} is under review: ${it} stays provisional, for a day at most. The same ${v.style === 'web' ? 'button' : 'command'} lifts it.`;
    case 'hold_lifted':
      return `The result of ${who(done.player, v)} is not under review any more.`;
    case 'restored':
      if (!done.plays) return `${who(done.player, v)} is back in ${it}, with what they had.`;
      return [
        `${who(done.player, v)} is back in ${it}${done.reopened ? ', which is running again' : ''}.`,
        ...(done.anew
          ? [
              `Their game tells another finish only out of a save from before this one; else enter the time yourself: ${v.command('judge result')}`,
            ]
          : []),
      ].join(' ');
    case 'result_set':
      return `The time of ${who(done.player, v)} is ${formatDuration(done.igtMs)} now, “by hand” in the table.`;
    case 'edited':
      return `Changed in ${it}: ${changedWords(done.changed)}.${startNow(done.start, v)}`;
    case 'locked':
      return `${it} is locked: nobody joins any more.`;
    case 'unlocked':
      return `Everybody may join ${it} again.`;
    case 'announced':
      return `Said to everybody in ${it}.`;
    case 'reported':
      return `The organizers of ${it} got your message, nobody else. Thank you.`;
    case 'map_shown':
      return `The map of ${it} is yours to see: ${page}`;
    case 'unforfeited':
      return `You are back in ${it}. Go!`;
    case 'invited':
      return invited(done, it, v);
    case 'invitation_made':
      return v.style === 'twitch'
        ? `I do not know ${v.quote(done.person)} yet: they can come in with !join, here or at ${page}`
        : `I do not know ${who(done.person, v)} yet. Give them this link: it is for that Twitch name alone, works once, and for 14 days. ${v.style === 'web' ? '“Take back”' : v.command('race remove')} kills it. ${bare(done.url, v)}`;
    case 'removed':
      return removed(done, it, v);
    case 'rerolled':
      return [
        `${it} has another seed (${v.quote(done.pool)}).`,
        done.packsOut ? 'The new packs are on their way; the ones before are dead.' : '',
        done.discarded ? 'The seed before is thrown away.' : '',
      ]
        .filter((part) => part !== '')
        .join(' ');
    case 'caster_added':
      return `${who(done.person, v)} casts ${it} and sees the map while it runs.`;
    case 'caster_removed':
      return `${who(done.person, v)} does not cast ${it} any more.`;
    case 'organizer_added':
      return `${who(done.person, v)} is an organizer of ${it} now.`;
    case 'organizer_removed':
      return `${who(done.person, v)} is no organizer of ${it} any more.`;
    case 'home_named':
      return `${it} is named for twitch.tv/${done.channel}. To make it a home, somebody with the broadcaster’s or a moderator’s badge types there: !race home${race === null ? '' : ` ${race.code}`}`;
    case 'home_taken':
      return `twitch.tv/${done.channel} is no channel of ${it} now. ${done.left.length === 0 ? 'It has no other on Twitch.' : `Its Twitch channels: ${done.left.map((channel) => `twitch.tv/${channel}`).join(', ')}.`}`;
    case 'shown':
      return `This channel shows ${it} now: !lb, !race and !progress tell about it. !race hide ends that.`;
    case 'hidden':
      return `This channel does not show ${it} any more.`;
    case 'unlinked':
      return `Done: ${who(done.discord, v)} on Discord and twitch.tv/${done.twitch} are two accounts again. Whoever comes from Twitch next begins anew.`;
    case 'word_off':
      return `Off in this channel: !${done.word}. As !sf ${done.word} it still works.`;
    case 'word_on':
      return `On in this channel: !${done.word}`;
  }
}

const who = (name: string, v: Voice): string => v.bold(v.quote(name));

/** Without a preview, which would use it. */
const bare = (url: string, v: Voice): string => (v.style === 'discord' ? `<${url}>` : url);

function invited({ person, how }: Extract<Deed, { did: 'invited' }>, it: string, v: Voice): string {
  switch (how) {
    case 'in':
      return `${who(person, v)} is in ${it}.`;
    case 'waiting':
      return `${it} is full: ${who(person, v)} comes in when somebody leaves.`;
    case 'already':
      return `${who(person, v)} is in ${it} already.`;
    case 'out':
      return `${who(person, v)} was in ${it} and is out. ${v.command('judge restore')} brings them back.`;
  }
}

function removed({ person, how }: Extract<Deed, { did: 'removed' }>, it: string, v: Voice): string {
  switch (how) {
    case 'left_out':
      return `${who(person, v)} is out of ${it}; their pack is dead, and only an invitation brings them back.`;
    case 'out':
      return `${who(person, v)} is out of ${it}. ${v.command('judge restore')} brings them back.`;
    case 'declined':
      return `${who(person, v)} does not come into ${it}.`;
  }
}
