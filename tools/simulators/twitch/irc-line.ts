// One line of IRC with IRCv3 tags: parse and make. Deliberately absent: any meaning, any limit.

export type IrcLine = {
  readonly tags: ReadonlyMap<string, string>;
  readonly prefix: string | null;
  readonly command: string;
  readonly params: readonly string[];
};

export type OutLine = {
  readonly tags?: Readonly<Record<string, string>>;
  readonly prefix?: string;
  readonly command: string;
  /** Words without spaces. */
  readonly params?: readonly string[];
  /** The last parameter, which may hold spaces; always written with its colon. */
  readonly trailing?: string;
};

const LINE = /^(?:@([^ ]+) +)?(?::([^ ]+) +)?([A-Za-z]+|[0-9]{3})(?: +(.*))?$/s;
const UNESCAPED: Readonly<Record<string, string>> = { s: ' ', ':': ';', '\\': '\\', r: '\r', n: '\n' };
const ESCAPED: Readonly<Record<string, string>> = { ' ': '\\s', ';': '\\:', '\\': '\\\\', '\r': '\\r', '\n': '\\n' };

/** Reads a line without its CRLF. Null when it is not one. */
export function parseIrcLine(line: string): IrcLine | null {
  const match = LINE.exec(line);
  const command = match?.[3];
  if (!match || command === undefined) return null;
  return {
    tags: parseTags(match[1] ?? ''),
    prefix: match[2] ?? null,
    command: command.toUpperCase(),
    params: parseParams(match[4] ?? ''),
  };
}

/** Writes a line without its CRLF. Line breaks and NUL in the trailing part become spaces: nothing may inject a line. */
export function makeIrcLine(line: OutLine): string {
  const tags = Object.entries(line.tags ?? {}).map(([key, value]) => `${key}=${escapeTag(value)}`);
  return [
    ...(tags.length > 0 ? [`@${tags.join(';')}`] : []),
    ...(line.prefix === undefined ? [] : [`:${line.prefix}`]),
    line.command,
    ...(line.params ?? []),
    ...(line.trailing === undefined ? [] : [`:${oneLine(line.trailing)}`]),
  ].join(' ');
}

/** Text as it may stand in one line. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ');
}

function parseTags(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(';').filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), unescapeTag(pair.slice(at + 1))];
    }),
  );
}

function parseParams(text: string): string[] {
  const at = text.startsWith(':') ? 0 : text.indexOf(' :') + 1;
  const hasTrailing = text.startsWith(':') || at > 0;
  const words = (hasTrailing ? text.slice(0, at) : text).split(' ').filter((word) => word !== '');
  return hasTrailing ? [...words, text.slice(at + 1)] : words;
}

function escapeTag(value: string): string {
  return value.replace(/[ ;\\\r\n]/g, (character) => ESCAPED[character] ?? '');
}

function unescapeTag(value: string): string {
  return value.replace(/\\(.?)/gs, (_, character: string) => UNESCAPED[character] ?? character);
}
