// What `/setup` said of a server (COMMANDS.md).
import { EntitySchema } from 'typeorm';
import { key, orNull, TEXT } from './columns.ts';

export type ServerRow = {
  platform: string;
  server: string;
  organizer_role: string | null;
  channel: string | null;
  timezone: string | null;
};

export const servers = new EntitySchema<ServerRow>({
  name: 'servers',
  columns: {
    platform: key(TEXT, 'servers_pkey'),
    server: key(TEXT, 'servers_pkey'),
    organizer_role: orNull(TEXT),
    channel: orNull(TEXT),
    timezone: orNull(TEXT),
  },
});
