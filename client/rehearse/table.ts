import { weekdayOf } from '../../domain/calendar/day.js';
import { ratesSaid } from '../../domain/money/exchange.js';
import type { Amounts } from '../../domain/money/minor.js';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import { money } from '../cli/print.js';
import { assumptionSaid } from './cash.js';
import { sumOf, type Summary } from './summary.js';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Waits and rises are not in a calendar; what a person asked to be told is. */
const shown = ({ kind, result }: AgendaLine): boolean =>
  kind !== 'wait' && kind !== 'state' && kind !== 'open' && kind !== 'class' && !(kind === 'level' && result === 'RAISED');

/** A calendar to read, with the figures of each policy below it; two policies stand one after the other, their figures side by side. */
export function printTable(summaries: readonly Summary[]): string {
  return [...summaries.map(calendar), ...summaries.map(states), figures(summaries)].filter((part) => part !== '').join('\n');
}

function calendar({ played: { policy, span, lines } }: Summary): string {
  const printed = [`${policy.title || policy.name}, ${span.from} to ${span.to}`];
  const kept = lines.filter(shown);
  const rows = kept.map((line) => [line.at.slice(11, 16), line.account, line.kind, line.channel ?? '', line.step ?? '', amountsOf(line), detailOf(line)]);
  const widths = rows.reduce((widest, row) => row.map((cell, n) => Math.max(widest[n] ?? 0, cell.length)), [] as number[]);
  let day = '';
  kept.forEach((line, n) => {
    if (line.date !== day) printed.push('', `${line.date} ${weekdays[weekdayOf(line.date) - 1]}`);
    day = line.date;
    printed.push(
      `  ${(rows[n] ?? [])
        .map((cell, at) => (at === 5 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(at === 6 ? 0 : (widths[at] ?? 0))))
        .join('  ')
        .trimEnd()}`,
    );
  });
  if (kept.length === 0) printed.push('', 'Nothing would happen.');
  return `${printed.join('\n')}\n`;
}

const amountsOf = ({ amounts }: AgendaLine): string =>
  Object.entries(amounts)
    .map(([currency, minor]) => money(minor, currency))
    .join(' + ');

function detailOf({ kind, to, result, sentence }: AgendaLine): string {
  if (kind === 'contact' || (kind === 'draft' && to !== null)) return [(to ?? '').replaceAll('\n', ', '), result ?? ''].join(' ').trim();
  if (kind === 'task' || kind === 'placement' || kind === 'write-off') return [to, result].filter((part) => part !== null).join(' ');
  return sentence;
}

function states({ played: { lines, policy } }: Summary): string {
  const told = lines.filter(({ kind }) => kind === 'state');
  if (told.length === 0) return '';
  const parts = told.map(({ account, sentence, state, date }) => {
    const items = (state?.itemStates ?? []).map(
      (item) =>
        `    ${item.item.padEnd(20)} due ${item.dueOn}  ${item.bucket.padEnd(8)} ${money(item.openMinor, item.currency).padStart(18)}  level ${item.level}${item.withheld ? `  (${item.withheld.because.toLowerCase()})` : ''}`,
    );
    const next = state?.next ? `  Next: ${state.next.at} ${state.next.sentence}.` : '  Next: nothing within 120 days.';
    return [`  ${date} ${account}: ${sentence}`, next, ...items].join('\n');
  });
  return `State, by ${policy.name}\n${parts.join('\n')}\n`;
}

function figures(summaries: readonly Summary[]): string {
  const names = summaries.map(({ played }) => played.policy.name);
  const rows: string[][] = [['', ...names]];
  summaries[0]?.figures.forEach(({ name }, n) => rows.push([name, ...summaries.map((summary) => String(summary.figures[n]?.value ?? 0))]));
  rows.push(
    ['Rule violations', ...summaries.map(({ violations }) => String(violations.length))],
    ['Events refused', ...summaries.map(({ refused }) => String(refused.length))],
  );
  rows.push(...moneyRows(summaries));
  const [first] = summaries.flatMap(({ reported }) => reported ?? []);
  if (first) {
    const said = (which: 'expected' | 'actual') => summaries.map(({ reported }) => money(reported?.[which].minor ?? 0, first.expected.currency));
    rows.push(
      [`Expected, all in ${first.expected.currency}`, ...said('expected')],
      [`Paid in the files, all in ${first.expected.currency}`, ...said('actual')],
    );
  }
  const exchanged = summaries.flatMap(({ reported }) => (reported ? [...reported.expected.rates, ...reported.actual.rates] : []));
  const widths = (rows[0] ?? []).map((_, n) => Math.max(...rows.map((row) => (row[n] ?? '').length)));
  const table = rows.map((row) =>
    row
      .map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  const broken = summaries.flatMap(({ violations }) => violations.map(({ line, rule, why }) => `  ${line.at} ${line.account} ${rule}: ${why}`));
  return [
    ...table,
    ...(broken.length > 0 ? ['', 'Rule violations', ...broken] : []),
    ...(first ? ['', `All in ${first.expected.currency}: ${ratesSaid(exchanged)}`] : []),
    '',
    assumptionSaid,
    '',
  ].join('\n');
}

/** What was charged, what is expected, and what the files say was paid: a row for each currency. */
function moneyRows(summaries: readonly Summary[]): string[][] {
  const rowsOf = (...figures: [string, (summary: Summary) => Amounts][]) => {
    const currencies = new Set(summaries.flatMap((each) => figures.flatMap(([, of]) => Object.keys(of(each)))));
    return [...currencies]
      .sort()
      .flatMap((currency) => figures.map(([name, of]) => [`${name} ${currency}`, ...summaries.map((each) => money(of(each)[currency] ?? 0, currency))]));
  };
  return [
    ...rowsOf(['Fees and interest booked', ({ charged }) => charged]),
    ...rowsOf(['Expected', ({ expected }) => sumOf(expected)], ['Paid in the files', ({ actual }) => sumOf(actual)]),
  ];
}
