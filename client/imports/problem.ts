/** Something wrong in a file: where, what stands there, why it can't be taken. */
export interface RowProblem {
  /** As an editor or a spreadsheet counts; null when it concerns the file. */
  line: number | null;
  /** The name of the column in the file. */
  column: string | null;
  value: string | null;
  why: string;
}

/** A file that can't be taken, before or after its rows were looked at. Nothing of it is in the ledger. */
export interface Refusal {
  status: 'refused';
  code: RefusalCode;
  why: string;
  /** The first thousand; `problemCount` says how many there are. */
  problems: RowProblem[];
  problemCount: number;
}

export type RefusalCode =
  | 'NOT_READABLE'
  | 'NO_PRESET'
  | 'BAD_MAPPING'
  | 'NO_HEADER'
  | 'NO_ROWS'
  | 'BAD_ROWS'
  | 'NO_AS_OF'
  | 'NO_ENTITY'
  | 'OLDER_THAN_LAST'
  | 'CLEARS_TOO_MUCH'
  | 'TOTALS_DIFFER';

const shown = 1_000;

/** A refusal with its bad rows in the order of the file. */
export function refuse(code: RefusalCode, why: string, problems: readonly RowProblem[] = []): Refusal {
  const sorted = problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { status: 'refused', code, why, problems: sorted.slice(0, shown), problemCount: problems.length };
}

/** A refusal because of rows. */
export function refuseRows(problems: readonly RowProblem[]): Refusal {
  const rows = new Set(problems.map(({ line }) => line)).size;
  return refuse(
    'BAD_ROWS',
    `${rows === 1 ? 'One row' : `${rows} rows`} of the file can't be taken, so nothing was imported. Correct and import the whole file again`,
    problems,
  );
}
