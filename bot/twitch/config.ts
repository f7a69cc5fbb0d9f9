// What the bot is given to be itself on Twitch. The shape of the service's configuration, repeated here because bots know
// only commands, words and ports.

export type TwitchBotConfig = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Null, both of them: the login that was kept is used (./login.ts). */
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  /** As twurple takes it; null: the platform's own. */
  readonly ircHost: string | null;
  readonly ircTls: boolean;
};
