// The advisory locks of this service, per database. Numbers without a meaning, but nobody else should have chosen them.

export const LOCKS = { house: 7_332_041_001, migrate: 7_332_041_002 } as const;
