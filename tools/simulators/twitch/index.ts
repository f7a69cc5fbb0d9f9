// Twitch for one computer: chat (IRC over WebSocket) and the identity service (id.twitch.tv/oauth2), strict enough that what
// misbehaves here would misbehave there. Real clients connect: twurple (`{ hostName: ircHost, ssl: false }` and the environment
// TWURPLE_MOCK_API_PORT = idPort), tmi.js (`{ server: '127.0.0.1', port: ircPort, secure: false }`).
//
//   const twitch = await startTwitchSimulator({ redirectUris: ['http://127.0.0.1:8080/auth/twitch'] });
//   twitch.addUser({ login: 'speedbot' });            // accounts; addChannel makes account and channel
//   twitch.addChannel('streamer');
//   const token = twitch.issueToken('speedbot');      // what twurple's addUserForToken takes
//   twitch.say('streamer', 'streamer', '!leaderboard');                                   // a person types
//   await twitch.waitFor(() => twitch.chatLog('streamer').find((m) => m.author.login === 'speedbot'));
//   twitch.refusals();                                // every rule that somebody broke: [] for a good bot
//
// Deliberately absent: TLS, raw TCP, EventSub, whispers, /commands, subscriptions, emotes, slow and other room modes.
export type { Said } from './chat.ts';
export { type Clock, createManualClock, type ManualClock, systemClock } from './clock.ts';
export type { IdFault, IdRequest } from './id-server.ts';
export type { ChatMessage } from './message.ts';
export { badgesOf } from './message.ts';
export { type Answer, type Rule, type RuleId, TWITCH_RULES } from './rules.ts';
export {
  type IssuedToken,
  type Refusal,
  type SayOptions,
  type SimulatorChange,
  startTwitchSimulator,
  type TwitchSimulator,
  type TwitchSimulatorOptions,
} from './simulator.ts';
export type { Channel, Role, User } from './world.ts';
