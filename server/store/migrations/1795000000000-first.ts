// The first schema. Written once, never edited after a release: a change is another migration.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `create table users (
    id uuid not null default gen_random_uuid(),
    name text not null,
    twitch_id text,
    twitch_name text,
    discord_id text,
    discord_name text,
    console_id text,
    avatar_url text,
    is_admin boolean not null default false,
    timezone text,
    merged_into uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint users_twitch_id_key unique (twitch_id),
    constraint users_discord_id_key unique (discord_id),
    constraint users_console_id_key unique (console_id),
    constraint users_pkey primary key (id)
  )`,
  `create index users_twitch_name_idx on users (twitch_name)`,
  `create table sessions (
    id_hash text not null,
    data jsonb not null,
    user_id uuid,
    expires_at timestamptz not null,
    constraint sessions_pkey primary key (id_hash)
  )`,
  `create index sessions_expires_at_idx on sessions (expires_at)`,
  `create index sessions_user_id_idx on sessions (user_id)`,
  `create table servers (
    platform text not null,
    server text not null,
    organizer_role text,
    channel text,
    timezone text,
    constraint servers_pkey primary key (platform, server)
  )`,
  `create table seeds (
    id uuid not null default gen_random_uuid(),
    seed_number bigint not null,
    pool_name text not null,
    folder text not null,
    total_layers integer not null,
    start_node text not null,
    graph_json json not null,
    status text not null default 'available',
    lies_in text,
    race_id uuid,
    drawn_at timestamptz,
    created_at timestamptz not null default now(),
    constraint seeds_folder_key unique (pool_name, folder),
    constraint seeds_status_check check (status in ('available', 'consumed', 'discarded')),
    constraint seeds_pkey primary key (id)
  )`,
  `create index seeds_available_idx on seeds (pool_name) where status = 'available'`,
  `create table races (
    id uuid not null,
    code text not null,
    name text not null,
    organizer_id uuid not null,
    organizer_name text not null,
    organizer_ids uuid[] not null,
    seed_id uuid not null,
    pool_name text not null,
    status text not null,
    settled boolean not null,
    mode text not null default 'sync',
    config jsonb not null,
    players integer not null,
    max_players integer not null,
    scheduled_start timestamptz,
    started_at timestamptz,
    finished_at timestamptz,
    created_at timestamptz not null,
    constraint races_code_key unique (code),
    constraint races_pkey primary key (id)
  )`,
  `create index races_created_at_idx on races (created_at)`,
  `create index races_unsettled_idx on races (id) where not settled`,
  `create table participants (
    id uuid not null,
    race_id uuid not null,
    user_id uuid not null,
    name text not null,
    color integer not null,
    status text not null,
    current_zone text,
    current_layer integer not null,
    igt_ms bigint not null,
    death_count integer not null,
    finished_at timestamptz,
    generation integer not null,
    joined_at timestamptz not null,
    constraint participants_pkey primary key (id)
  )`,
  `create index participants_race_id_idx on participants (race_id)`,
  `create index participants_user_id_idx on participants (user_id)`,
  `create table race_channels (
    race_id uuid not null,
    platform text not null,
    channel text not null,
    server text,
    kind text not null,
    constraint race_channels_pkey primary key (race_id, platform, channel)
  )`,
  `create index race_channels_channel_idx on race_channels (platform, channel)`,
  `create index race_channels_server_idx on race_channels (platform, server)`,
  `create table packs_taken (
    seed_id uuid not null,
    user_id uuid not null,
    race_id uuid not null,
    constraint packs_taken_pkey primary key (seed_id, user_id, race_id)
  )`,
  `create table race_events (
    race_id uuid not null,
    seq integer not null,
    type text not null,
    v integer not null,
    at timestamptz not null,
    body jsonb not null,
    constraint race_events_pkey primary key (race_id, seq)
  )`,
  `create table notices (
    id bigserial not null,
    race_id uuid not null,
    seq integer not null,
    kind text not null,
    target jsonb not null,
    participant_id uuid,
    nonce text not null,
    state text not null default 'pending',
    message_id text,
    attempts integer not null default 0,
    created_at timestamptz not null default now(),
    constraint notices_nonce_key unique (nonce),
    constraint notices_state_check check (state in ('pending', 'sent', 'refused', 'dropped')),
    constraint notices_pkey primary key (id)
  )`,
  `create index notices_pending_idx on notices (id) where state = 'pending'`,
  `create index notices_race_idx on notices (race_id, kind)`,
  `create table pulses (
    race_id uuid not null,
    participant_id uuid not null,
    igt_ms bigint not null,
    deaths integer not null,
    node text,
    moved_at timestamptz not null,
    constraint pulses_pkey primary key (race_id, participant_id)
  )`,
  `create table keepsakes (
    key text not null,
    sealed text not null,
    updated_at timestamptz not null default now(),
    constraint keepsakes_pkey primary key (key)
  )`,
  `alter table users add constraint users_merged_into_fkey foreign key (merged_into) references users(id)`,
  `alter table sessions add constraint sessions_user_id_fkey foreign key (user_id) references users(id) on delete cascade`,
  `alter table races add constraint races_organizer_id_fkey foreign key (organizer_id) references users(id)`,
  `alter table races add constraint races_seed_id_fkey foreign key (seed_id) references seeds(id)`,
  `alter table participants add constraint participants_race_id_fkey foreign key (race_id) references races(id) on delete cascade`,
  `alter table participants add constraint participants_user_id_fkey foreign key (user_id) references users(id)`,
  `alter table race_channels add constraint race_channels_race_id_fkey foreign key (race_id) references races(id) on delete cascade`,
  `alter table packs_taken add constraint packs_taken_race_id_fkey foreign key (race_id) references races(id) on delete cascade`,
  `alter table race_events add constraint race_events_race_id_fkey foreign key (race_id) references races(id)`,
  `alter table notices add constraint notices_race_id_fkey foreign key (race_id) references races(id) on delete cascade`,
];

const TABLES = [
  'users',
  'sessions',
  'servers',
  'seeds',
  'races',
  'participants',
  'race_channels',
  'packs_taken',
  'race_events',
  'notices',
  'pulses',
  'keepsakes',
];

export class First1795000000000 implements MigrationInterface {
  readonly name = 'First1795000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ${TABLES.join(', ')} cascade`);
  }
}
