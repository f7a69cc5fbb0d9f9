// What the bots say of their tokens, as checks of health. A platform that is merely away is no trouble of its operator's.

import type { DiscordBotState } from '../../bot/discord/bot.ts';
import type { TwitchBotState } from '../../bot/twitch/bot.ts';
import type { HealthCheck } from '../play/ports/index.ts';

export function judgeDiscordToken({ needsPerson }: Pick<DiscordBotState, 'needsPerson'>): HealthCheck {
  const sentence = needsPerson
    ? 'Discord does not let the bot in. Look at DISCORD_TOKEN and the application: `speedfog-racing doctor` says more.'
    : 'Discord takes the bot as it is.';
  return { name: 'token', about: 'discord', ok: !needsPerson, vital: false, sentence };
}

export function judgeTwitchToken({ tokenRefused }: Pick<TwitchBotState, 'tokenRefused'>): HealthCheck {
  const sentence = tokenRefused
    ? "Twitch does not take the bot's token any more. Log it in again: speedfog-racing twitch-login, then start again."
    : "Twitch takes the bot's token.";
  return { name: 'token', about: 'twitch', ok: !tokenRefused, vital: false, sentence };
}
