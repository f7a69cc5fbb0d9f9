// Text that PostgreSQL takes. It refuses zero characters and halves of surrogate pairs, which a name or a note from
// outside may carry; both become the replacement character instead of a failed write.

const LONE_SURROGATE = /\p{Surrogate}/gu;

export const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').replace(LONE_SURROGATE, '\uFFFD');

export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? storable(inner) : inner));
