// Links for one use: invitations, sign-ins, ties between accounts.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `create table tickets (
    secret_hash text not null,
    purpose text not null,
    about text not null,
    name text,
    by_user uuid not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    constraint tickets_by_user_fkey foreign key (by_user) references users (id) on delete cascade,
    constraint tickets_pkey primary key (secret_hash)
  )`,
  `create index tickets_about_idx on tickets (purpose, about)`,
];

export class Tickets1796000000000 implements MigrationInterface {
  readonly name = 'Tickets1796000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table tickets');
  }
}
