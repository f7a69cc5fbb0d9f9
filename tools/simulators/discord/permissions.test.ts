// Names of permissions are the bits that discord.js knows.

import { PermissionFlagsBits } from 'discord.js';
import { expect, test } from 'vitest';
import { bits } from './permissions.ts';

test('each name is its bit', () => {
  expect(bits('ManageEvents', 'CreateEvents', 'SendMessagesInThreads')).toBe(
    PermissionFlagsBits.ManageEvents | PermissionFlagsBits.CreateEvents | PermissionFlagsBits.SendMessagesInThreads,
  );
});
