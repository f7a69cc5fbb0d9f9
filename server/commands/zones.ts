// Time zones by the names of today's tz database. A runtime takes both spellings of a renamed one, but some answer and list the
// older: nobody in Kyiv looks for "Kiev". Deliberately absent: whose zone it is, and what time it is there (when.ts).

/** Names that runtimes still list, and what the tz database calls the zone now. */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** What the runtime calls it, where that is another name; undefined: it does not know the zone. */
function resolve(typed: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: typed }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** A new name that an old runtime does not know yet is not used. */
function nowCalled(zone: string): string {
  const name = RENAMED[zone];
  return name === undefined || resolve(name) === undefined ? zone : name;
}

/** The zone by its name of today, however it was typed; undefined where there is none of that name. */
export function canonicalZone(typed: string): string | undefined {
  const zone = resolve(typed);
  return zone === undefined ? undefined : nowCalled(zone);
}

/** To choose from: UTC first, then by name. */
export const ZONES: readonly string[] = [
  'UTC',
  ...[...new Set(Intl.supportedValuesOf('timeZone').map(nowCalled))].filter((zone) => zone !== 'UTC').toSorted(),
];
