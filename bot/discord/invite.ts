// The address by which a server's owner lets the bot in, with the permissions that it needs and no other.

import { OAuth2Scopes, PermissionFlagsBits, PermissionsBitField } from 'discord.js';

const AUTHORIZE_URL = 'https://discord.com/oauth2/authorize';

/** Cards, posts and threads in the channels where races are, and events of their own. */
export const NEEDED_PERMISSIONS = PermissionsBitField.resolve([
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.EmbedLinks,
  PermissionFlagsBits.ReadMessageHistory,
  PermissionFlagsBits.CreatePublicThreads,
  PermissionFlagsBits.SendMessagesInThreads,
  PermissionFlagsBits.CreateEvents,
]);

export function inviteUrl(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(' '),
    permissions: String(NEEDED_PERMISSIONS),
  });
  return `${AUTHORIZE_URL}?${query}`;
}
