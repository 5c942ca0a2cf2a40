import type { RowProblem } from '../imports/problem.js';

/** Something in a file that can't be taken: where it stands, what stands there, why not and what to write instead. */
export interface Fault {
  file: string;
  /** 1-based; null when it concerns the whole file. */
  line: number | null;
  field: string | null;
  value: string | null;
  why: string;
}

/** Problems of rows as faults of their file. */
export function faultsOf(file: string, problems: readonly RowProblem[]): Fault[] {
  return problems.map(({ line, column, value, why }) => ({ file, line, field: column, value, why }));
}

/** `calls.jsonl:12: outcome: 'MAYBE' is none of …`. */
export function sayFault({ file, line, field, value, why }: Fault): string {
  return [
    `${file}${line === null ? '' : `:${line}`}`,
    ...(field === null ? [] : [field]),
    `${value === null ? '' : `'${value.length > 60 ? `${value.slice(0, 60)}…` : value}' `}${why}`,
  ].join(': ');
}
