/** The table of the measurements. */
import Table from 'cli-table3';

export interface Row {
  what: string;
  ours: string;
  baseline: string;
  /** Ours against the baseline, or the figure itself where there is none. */
  ratio: number;
  unit?: string;
  /** `least`: at least this; `most`: at most. */
  reach: { least: number } | { most: number };
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
export const rounded = (value: number): string => (value >= 100 ? String(Math.round(value)) : value.toFixed(value >= 10 ? 1 : 2));

/** Runs the work on all values, so many at a time. */
export async function eachOf<T>(values: readonly T[], atOnce: number, work: (value: T) => Promise<unknown>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < values.length) await work(values[next++] as T);
    }),
  );
}

/** Whether a row reaches what it should. */
export const reaches = ({ ratio, reach }: Row): boolean => ('least' in reach ? ratio >= reach.least : ratio <= reach.most);

export function print(rows: readonly Row[], say: (line: string) => void): void {
  const table = new Table({
    head: ['What', 'Ours', 'Baseline', 'Ratio', 'Reach', ''],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const row of rows) {
    const unit = row.unit ? ` ${row.unit}` : '';
    const reach = 'least' in row.reach ? `≥ ${row.reach.least}` : `≤ ${row.reach.most}`;
    table.push([row.what, row.ours, row.baseline, rounded(row.ratio) + unit, reach + unit, reaches(row) ? 'yes' : 'no']);
  }
  say(table.toString());
}
