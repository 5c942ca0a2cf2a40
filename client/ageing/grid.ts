import { toDecimal, type Minor } from '../../domain/money/minor.js';
import type { AgeingReport, NamedRow } from './report.js';

/** A field of a printed report. */
export type Field = { text: string } | { count: number } | { minor: Minor; currency: string };

/** A report as rows of fields: a header, the rows, and a total for each currency. */
export interface Grid {
  header: string[];
  rows: Field[][];
  totals: Field[][];
}

/** Lays a report out; every format prints the same grid. */
export function layOut(report: AgeingReport): Grid {
  const { by, buckets, rows, inOneCurrency } = report;
  const all = inOneCurrency ? [{ ...inOneCurrency.total, key: `All in ${inOneCurrency.total.currency}` }] : [];
  const totals = [...report.totals.map((row) => ({ ...row, key: 'Total' })), ...all];
  if (by === 'bucket') {
    const header = ['Bucket', 'Currency', 'Accounts', 'Items', 'Open'];
    return { header, rows: rows.map(bucketFields), totals: totals.map(bucketFields) };
  }
  const title = { customer: 'Customer', entity: 'Entity', collector: 'Collector', account: 'Account' }[by];
  return {
    header: [title, 'Name', 'Currency', 'Items', ...buckets, 'Credits', 'Total'],
    rows: rows.map((row) => rowFields(by === 'collector' && row.key === '' ? { ...row, key: '(nobody)' } : row)),
    totals: totals.map((row) => rowFields({ ...row, name: null })),
  };
}

function rowFields({ key, name, currency, buckets, credits, total }: NamedRow): Field[] {
  const amounts = [...buckets, credits, total].map(({ minor }) => ({ minor, currency }));
  return [{ text: key }, { text: name ?? '' }, { text: currency }, { count: total.items }, ...amounts];
}

function bucketFields({ key, currency, total }: Pick<NamedRow, 'key' | 'currency' | 'total'>): Field[] {
  return [{ text: key }, { text: currency }, { count: total.accounts }, { count: total.items }, { minor: total.minor, currency }];
}

/** The plain decimal of an amount, or the text or count. */
export function plainOf(field: Field): string {
  if ('text' in field) return field.text;
  return 'count' in field ? String(field.count) : toDecimal(field.minor, field.currency);
}
