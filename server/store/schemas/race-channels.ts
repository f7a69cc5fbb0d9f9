// Chat channels that know a race, so that a word said there finds it.
import { EntitySchema } from 'typeorm';
import { key, orNull, TEXT, UUID } from './columns.ts';

export type RaceChannelRow = {
  race_id: string;
  platform: string;
  channel: string;
  server: string | null;
  kind: string;
};

export const raceChannels = new EntitySchema<RaceChannelRow>({
  name: 'race_channels',
  columns: {
    race_id: key(UUID, 'race_channels_pkey'),
    platform: key(TEXT, 'race_channels_pkey'),
    channel: key(TEXT, 'race_channels_pkey'),
    server: orNull(TEXT),
    kind: TEXT,
  },
  indices: [
    { name: 'race_channels_channel_idx', columns: ['platform', 'channel'] },
    { name: 'race_channels_server_idx', columns: ['platform', 'server'] },
  ],
  foreignKeys: [
    {
      name: 'race_channels_race_id_fkey',
      target: 'races',
      columnNames: ['race_id'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
});
