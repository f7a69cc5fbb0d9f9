// Lists of races: somebody's own, and those of a status among many that are over.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RaceLists1798000000000 implements MigrationInterface {
  readonly name = 'RaceLists1798000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index races_organizer_ids_idx on races using gin (organizer_ids)');
    await runner.query('create index races_status_idx on races (status)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index races_organizer_ids_idx, races_status_idx');
  }
}
