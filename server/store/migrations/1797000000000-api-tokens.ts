// Tokens of people's own programs.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `create table api_tokens (
    id uuid not null,
    user_id uuid not null,
    name text not null,
    secret_hash text not null,
    created_at timestamptz not null default now(),
    last_used_at timestamptz,
    constraint api_tokens_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
    constraint api_tokens_pkey primary key (id)
  )`,
  `create index api_tokens_user_id_idx on api_tokens (user_id)`,
];

export class ApiTokens1797000000000 implements MigrationInterface {
  readonly name = 'ApiTokens1797000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table api_tokens');
  }
}
