// English: why not, and what to do next. Read each as the person who gets it.

import type { ArgumentProblem, PacksWhen, Refused } from '../../../commands/reply.ts';
import type { RaceStatus } from '../../../race/race.ts';
import type { Voice } from '../../words/voice.ts';
import { MISSING_WORDS, OUT_WORDS, players } from './labels.ts';

/** `command`: what was asked for, by its name in the table. `race`: its name as typed, where one was found. */
export function refusal(no: Refused, command: string, race: string | null, v: Voice): string {
  const it = race === null ? 'this race' : v.bold(v.quote(race));
  switch (no.code) {
    case 'wrong_status':
      return wrongStatus(no.status, command, it, v);
    case 'countdown_running':
      return command === 'join'
        ? `${it} is about to start. Try again right after GO: until then nobody comes in.`
        : `The countdown of ${it} is running. An organizer can stop it first: ${v.command('race stop')}`;
    case 'nobody_ready':
      return `Nobody is ready in ${it} yet: a start needs one ready player. Who has started the game with their pack is ready in the main menu.`;
    case 'players_missing':
      return playersMissing(no, v);
    case 'results_final':
      return `The results of ${it} are final, nothing changes them any more.`;
    case 'locked':
      return `${it} is locked: nobody joins any more. Ask an organizer.`;
    case 'too_late_to_join':
      return `${it} has been running for too long to join. The next one will be in ${v.command('race list')}`;
    case 'race_full':
      return `${it} is full, and while it runs no place becomes free. The next one will be in ${v.command('race list')}`;
    case 'invited_only':
      return `${it} is for invited players. Ask an organizer to add you.`;
    case 'removed_before':
      return `An organizer took you out of ${it}; only an organizer can bring you back.`;
    case 'caster_cannot_join':
      return `You cast ${it} and see its map, so you cannot race in it. An organizer can take you off the casters.`;
    case 'player_cannot_cast':
      return `Players of ${it} cannot cast it: they would see the map.`;
    case 'not_in_race':
      return race === null
        ? `You are not in a race here. ${v.command('join')} gets you in.`
        : `You are not in ${it}. While it takes players, ${v.command('join')} gets you in.`;
    case 'already_finished':
      return `You have finished ${it} already. Your result stands.`;
    case 'already_out':
      return `You are out of ${it} already (${outWord(no.why)}). An organizer can bring you back.`;
    case 'not_out':
      return `That is for players who are out, and you are still in ${it}.`;
    case 'saw_map':
      return `You have asked to see the map of ${it}, so you cannot come back into it.`;
    case 'map_after_end':
      return `The map of ${it} is shown to nobody before the end.`;
    case 'too_late_to_stop':
      return `Too late: ${it} starts in less than 3 seconds.`;
    case 'last_organizer':
      return `${it} needs an organizer: add another one first.`;
    case 'bad_option':
      return `“${v.quote(no.option)}” must be a whole number from ${no.min} to ${no.max}.`;
    case 'bad_name':
      return 'A name has 1 to 80 characters. Try a shorter one.';
    case 'bad_text':
      return `Write something, with ${no.max} characters at most.`;
    case 'unknown_race':
      return `There is no race with this code. Those that are open: ${v.command('race list')}`;
    case 'no_race_here':
      return `No race is going on here. Those elsewhere: ${v.command('race list')}, and to make one: ${v.command('race create')}`;
    case 'which_race':
      return whichRace(no, command, v);
    case 'not_organizer':
      return `Only organizers of ${it} can do that.`;
    case 'may_not_create':
      return mayNotCreate(no.role, v);
    case 'too_many_races':
      return `You have ${no.max} races that are not over yet. End or cancel one of them first.`;
    case 'round_there':
      return `The next round is there already: ${v.bold(v.quote(no.race.name))} (${no.race.code}). For another one cancel that one first: ${v.command('race cancel')}`;
    case 'needs_manage_server':
      return 'This needs the permission “Manage Server”. Ask somebody who has it.';
    case 'needs_server':
      return 'This works in a channel of a Discord server, not here.';
    case 'admins_only':
      return 'Only the people who run this bot can do that.';
    case 'home_channel_only':
      return 'That race is not at home in this channel. Use the channel in which it was announced.';
    case 'broadcaster_only':
      return 'Only the broadcaster and the moderators of this channel can do that.';
    case 'channel_not_named':
      return `No organizer of ${it} has named this channel. They can on Discord: /race home.`;
    case 'bad_argument':
      return badArgument(no.argument, no.problem, v);
    case 'unknown_pool':
      return no.pools.length === 0
        ? 'There are no pools of seeds yet. Whoever runs this bot has to add some.'
        : `There is no such pool. Choose one of: ${no.pools.map((pool) => v.quote(pool)).join(', ')}.`;
    case 'pool_empty':
      return `The pool ${v.bold(v.quote(no.pool))} has no seeds left. Choose another one (${v.command('pools')}), or ask whoever runs this bot for more.`;
    case 'packs_not_out':
      return packsNotOut(no.packs, it, v);
    case 'seed_gone':
      return `The files of this race’s seed cannot be read. Whoever runs this bot has to look; the log says more.`;
    case 'unknown_command':
      return `I do not know that. ${v.command('help')} tells what one can say.`;
    case 'unknown_player':
      return `Nobody called ${v.bold(v.quote(no.name))} is in ${it}.`;
    case 'which_player':
      return `Two are called ${v.bold(v.quote(no.name))} in ${it}. Choose one from the list that comes up as you type, or on the race’s page.`;
    case 'unknown_person':
      return `I have never met ${v.bold(v.quote(no.name))}. Once they have used any of my commands, or logged in on the site, I know them.`;
    case 'whom':
      return 'Whom? Choose somebody on Discord, or type a Twitch name.';
    case 'nobody_in':
      return `Nobody is in ${it} yet.`;
    case 'unknown_seed':
      return `There is no seed ${no.number} in ${v.quote(no.pool)}. ${v.command('seeds scan')} reads the folders again.`;
    case 'chat_only':
      return 'This is for Twitch chat: say it in the channel that it is about.';
    case 'not_in_chat':
      return `This is not done in chat: say /${no.command} on Discord, or use the site.`;
    case 'nothing_shown':
      return 'No race of somewhere else is shown in this channel.';
    case 'word_off':
      return 'This word is switched off in this channel.';
    case 'too_many_reports':
      return `You have told the organizers of ${it} ${no.max} things in ${no.minutes} minutes, and they have them all. Tell them more a little later.`;
    case 'nobody_hears':
      return `The organizers of ${it} are on Twitch alone, where I can tell them nothing privately. Write to them there.`;
    case 'link_not_signed_in':
      return 'Nobody has signed in with Twitch by that link yet. Press “Sign in with Twitch” first and say yes on the page, then this button.';
    case 'link_over':
      return `That link was used or is too old. ${v.command('link')} gives you a new one.`;
    case 'link_taken':
      return `twitch.tv/${no.twitch} or this account is tied to another account already, so these two cannot become one. Was that a mistake? ${v.command('unlink')} from there makes them two again; whoever runs this bot can do it too.`;
    case 'no_twitch_login':
      return v.style === 'twitch'
        ? 'Nobody can sign in with Twitch here, so accounts cannot become one.'
        : `Nobody can sign in with Twitch here, so accounts cannot become one; whoever runs this bot can set it up. All of it works from Discord too: ${v.command('join')}, and on the site ${v.command('web')}`;
    case 'not_linked':
      return 'There is nothing to make two of: this is no Discord account with a Twitch account tied to it.';
    case 'linked_in_race':
      return `Not while this account plays, waits, casts or organizes in ${it}: whose place would it be? Leave it first, or wait until its results are final.`;
    case 'both_in_race':
      return `Both accounts take part in ${it}, and nobody can be in a race twice. Leave it with one of them, or link them once its results are final.`;
    case 'nothing_to_change':
      return 'Nothing to change: choose at least one of the options.';
    case 'bad_time':
      return badTime(no.problem, v);
    case 'try_again':
      return 'Something went wrong on our side, and nothing was changed. Try again in a moment.';
    // Said to mods; nobody hears these in chat.
    case 'race_not_running':
    case 'not_racing':
      return `${it} is not running.`;
    case 'unknown_zone':
    case 'bad_igt':
    case 'seq_conflict':
      return 'That report makes no sense for this race.';
  }
}

/** Chat is told what to say next; elsewhere each race is a button, and its name may be typed as well. */
function whichRace(no: Extract<Refused, { code: 'which_race' }>, command: string, v: Voice): string {
  if (v.style !== 'twitch') return 'Several races can be meant here. Which one?';
  const rest = no.rest === '' ? '' : ` ${v.quote(no.rest)}`;
  const next = no.races.map((one) => `${v.command(command, `${one.code}${rest}`)} (${v.quote(one.name)})`);
  return `Which one? ${next.join(' · ')}`;
}

function wrongStatus(status: RaceStatus, command: string, it: string, v: Voice): string {
  switch (status) {
    case 'draft':
      return `${it} is still a draft. Open it first: ${v.command('race open')}`;
    case 'open':
      return command === 'race stop'
        ? `No countdown is running in ${it}.`
        : `${it} has not started yet. ${OPEN_HINTS[command]?.(v) ?? `An organizer starts it with ${v.command('race start')}`}`;
    case 'countdown':
      return `${it} is about to start. An organizer can stop the countdown: ${v.command('race stop')}`;
    case 'running':
      return `${it} is running. ${RUNNING_HINTS[command]?.(v) ?? 'That is possible before the start only.'}`;
    case 'finished':
      return `${it} is over. The results: ${v.command('leaderboard')}`;
    case 'cancelled':
      return `${it} was cancelled.`;
  }
}

function packsNotOut({ at, mode }: PacksWhen, it: string, v: Voice): string {
  const yours = `${v.command('pack')} gives you yours.`;
  if (at !== null) return `The packs of ${it} are not out yet; they go out ${v.moment(at, null)}. Then ${yours}`;
  return mode === 'manual'
    ? `The packs of ${it} are not out yet: an organizer sends them out. Once they have, ${yours}`
    : `${it} is still a draft; its packs go out when it opens. Then ${yours}`;
}

const OPEN_HINTS: Readonly<Record<string, (v: Voice) => string>> = {
  forfeit: (v) => `You can simply leave: ${v.command('leave')}`,
  'race end': (v) => `To give it up: ${v.command('race cancel')}`,
};

const RUNNING_HINTS: Readonly<Record<string, (v: Voice) => string>> = {
  leave: (v) => `To give up: ${v.command('forfeit')}`,
  unready: (v) => `To give up: ${v.command('forfeit')}`,
  'race stop': (v) =>
    `To end it with the results so far: ${v.command('race end')}, without results: ${v.command('race cancel')}`,
  'race start': () => 'It has started already.',
  'race open': () => 'It has started already.',
  'race release': () => 'Everybody who joins gets their pack.',
};

/** Discord lists them in lines of their own; chat has one line. */
function playersMissing(no: Extract<Refused, { code: 'players_missing' }>, v: Voice): string {
  const who = no.missing.map((one) => `${v.quote(one.name)} ${MISSING_WORDS[one.why]}`);
  const head =
    no.ready === 0
      ? `Nobody is ready yet, and a start needs one ready player; ${no.missing.length} missing`
      : `${players(no.ready)} ready, ${no.missing.length} missing`;
  switch (v.style) {
    case 'discord':
    case 'plain':
    case 'web':
      return `${head}.`;
    case 'twitch':
      return no.ready === 0
        ? `${head}: ${who.join(', ')}`
        : `${head} (!race start force starts anyway, ${no.late ? 'they may come late' : 'who is not ready is out at GO then'}): ${who.join(', ')}`;
  }
}

/** One line for each who is missing. */
export const missingLines = (no: Extract<Refused, { code: 'players_missing' }>, v: Voice): readonly string[] =>
  no.missing.map((one) => `${v.bold(v.quote(one.name))} ${MISSING_WORDS[one.why]}`);

function mayNotCreate(role: string | null, v: Voice): string {
  if (v.style !== 'discord') return 'Only the broadcaster and the moderators of this channel can create races.';
  return role === null
    ? `Creating races needs the permission “Manage Events”, or the role that ${v.command('setup')} names.`
    : `Creating races on this server needs the role <@&${role}>.`;
}

function badArgument(argument: string, problem: ArgumentProblem, v: Voice): string {
  const what = `“${argument}”`;
  switch (problem.why) {
    case 'missing':
      return argument === 'pool'
        ? `Which pool? ${v.command('pools')} lists them, for instance ${v.command('race create', 'standard')}`
        : `${what} is missing.`;
    case 'not_a_number':
      return `${what} must be a whole number.`;
    case 'not_yes_or_no':
      return `${what} must be yes or no.`;
    case 'out_of_range':
      return `${what} must be ${rangeWords(problem.min, problem.max)}.`;
    case 'too_long':
      return `${what} is too long: ${problem.max} characters at most.`;
    case 'not_a_choice':
      return `${what} must be one of: ${problem.choices.join(', ')}.`;
    case 'control_characters':
      return `${what} contains characters that cannot be shown. Type it by hand, in one line.`;
    case 'unknown_timezone':
      return `I do not know this time zone. Say it like Europe/Paris or America/New_York.`;
    case 'not_a_duration':
      return `${what} must be a time like 1:02:03 or 38:03.`;
    case 'not_a_twitch_name':
      return `${what} must be the name of a Twitch channel, as in its address: twitch.tv/name.`;
  }
}

function badTime(problem: Extract<Refused, { code: 'bad_time' }>['problem'], v: Voice): string {
  switch (problem.why) {
    case 'not_a_time':
      return 'I do not understand this time. Say it like: tomorrow 8pm Europe/Paris, or: in 30 minutes.';
    case 'no_hour':
      return 'At what hour? Say it like: tomorrow 8pm.';
    case 'zone_needed':
      return 'In which time zone? Say it once with the time, like: tomorrow 8pm Europe/Paris. I remember it for you.';
    case 'past':
      return 'That is in the past. Say a later time, or none: then it starts when you say so.';
    case 'too_far':
      return 'That is more than a year away. Announce it when it is nearer.';
    case 'which_day':
      return 'Which is the day, which the month? Write the month as a word: 5 June 8pm.';
    case 'which_hour':
      return 'An hour of the day, or that long from now? Say it like 20:00, or like: in 2 hours.';
    case 'unknown_zone':
      return `I do not know the time zone ${v.quote(problem.zone)}. Say it like Europe/Paris or America/New_York.`;
    case 'short_zone':
      return `${v.quote(problem.zone)} means different hours to different people. Say the zone by a city: Europe/Paris, America/New_York.`;
    case 'gap':
      return `Clocks in ${problem.zone} are set forward then: that hour does not exist. Choose another one.`;
    case 'overlap':
      return `Clocks in ${problem.zone} are set back then: that hour comes twice. Choose another one, or say it in UTC.`;
  }
}

function rangeWords(min: number | null, max: number | null): string {
  if (min !== null && max !== null) return `from ${min} to ${max}`;
  return min === null ? `${max} at most` : `${min} at least`;
}

const outWord = (why: string): string => Object.entries(OUT_WORDS).find(([key]) => key === why)?.[1] ?? why;
