// The column types that all tables share. PostgreSQL answers a bigint as text: here it becomes a number again, and
// statements written by hand cast it (`::float8`). Times are timestamptz, exact to the millisecond that facts have.
import type { EntitySchemaColumnOptions } from 'typeorm';

const isNullish = (value: unknown): value is null | undefined => value === null || value === undefined;

const asNumber = {
  to: (value: unknown) => value,
  from: (value: unknown) => (isNullish(value) ? value : Number(value)),
};

export const TEXT = { type: 'text' } as const satisfies EntitySchemaColumnOptions;
export const UUID = { type: 'uuid' } as const satisfies EntitySchemaColumnOptions;
export const INT = { type: 'int' } as const satisfies EntitySchemaColumnOptions;
export const BIGINT = { type: 'bigint', transformer: asNumber } as const satisfies EntitySchemaColumnOptions;
export const TIME = { type: 'timestamptz' } as const satisfies EntitySchemaColumnOptions;
export const FLAG = { type: 'boolean' } as const satisfies EntitySchemaColumnOptions;
export const JSONB = { type: 'jsonb' } as const satisfies EntitySchemaColumnOptions;

export const orNull = <T extends EntitySchemaColumnOptions>(column: T) => ({ ...column, nullable: true });
/** Part of the primary key; all parts of a table's key carry the same name. */
export const key = <T extends EntitySchemaColumnOptions>(column: T, name: string) => ({
  ...column,
  primary: true,
  primaryKeyConstraintName: name,
});
