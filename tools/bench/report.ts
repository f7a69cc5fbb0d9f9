// What was measured, as rows: beside what it is held against, and against what is expected. For people a table, for machines JSON.

/** `expected`: a limit of `value`, of its kind; without one a row only informs. */
export type Row = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The same of what it is held against. */
  readonly beside?: number;
  readonly besideName?: string;
  /** `value` over `beside`, or the other way round where more is better. */
  readonly ratio?: number;
  readonly expected?: { readonly of: 'value' | 'ratio'; readonly most?: number; readonly least?: number };
};
export type Section = { readonly name: string; readonly title: string; readonly rows: readonly Row[] };
export type Verdict = 'met' | 'missed' | null;

export function verdict({ value, ratio, expected }: Row): Verdict {
  if (expected === undefined) return null;
  const measured = expected.of === 'ratio' ? ratio : value;
  if (measured === undefined) return 'missed';
  const tooMuch = expected.most !== undefined && measured > expected.most;
  const tooLittle = expected.least !== undefined && measured < expected.least;
  return tooMuch || tooLittle ? 'missed' : 'met';
}

const COLUMNS = ['', 'measured', 'beside', 'ratio', 'expected', ''] as const;

export function makeTable(sections: readonly Section[]): string {
  const cells = sections.map(({ rows }) => rows.map(cellsOf));
  const widths = COLUMNS.map((head, column) =>
    Math.max(head.length, ...cells.flat().map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return sections
    .map(({ title }, at) => [title, line(COLUMNS), ...(cells[at] ?? []).map(line)].join('\n'))
    .join('\n\n');
}

export const makeJson = (sections: readonly Section[], about: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    {
      ...about,
      sections: sections.map((section) => ({
        ...section,
        rows: section.rows.map((row) => ({ ...row, verdict: verdict(row) })),
      })),
    },
    null,
    2,
  );

function cellsOf(row: Row): string[] {
  const { what, value, unit, beside, besideName, ratio, expected } = row;
  const besideText =
    beside === undefined ? '' : `${number(beside)} ${unit}${besideName === undefined ? '' : ` ${besideName}`}`;
  return [
    `  ${what}`,
    `${number(value)} ${unit}`,
    besideText,
    ratio === undefined ? '' : `${ratio.toFixed(2)}x`,
    expected === undefined ? '' : limitText(expected, unit),
    verdict(row) ?? '',
  ];
}

function limitText({ of, most, least }: NonNullable<Row['expected']>, unit: string): string {
  const of_ = of === 'ratio' ? 'x' : ` ${unit}`;
  return most === undefined ? `>= ${least}${of_}` : `<= ${most}${of_}`;
}

function number(value: number): string {
  if (value === 0) return '0';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d)(?=\.|$))/g, digits === 0 ? ',' : '');
}
