import { addDays, type Day } from '../../domain/calendar/day.js';
import { ratesSaid } from '../../domain/money/exchange.js';
import { exponentOf } from '../../domain/money/minor.js';
import { money, monies } from '../cli/print.js';
import { assumptionSaid, type CashByWeek } from './cash.js';
import { drawBars, escape } from './chart.js';
import { sumOf, type Calendar, type Reaching, type Summary } from './summary.js';

/** One page that needs nothing from elsewhere: it can be opened, printed and forwarded. */
export function printPage(summaries: readonly Summary[], assumesContacts: boolean): string {
  const [first] = summaries;
  if (!first) return '';
  const { span } = first.played;
  const names = summaries.map(({ played }) => played.policy.title || played.policy.name).join(' against ');
  const note = assumesContacts ? '<p class="note">No contacts were given: everybody is taken to be reachable by every channel.</p>' : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(`Rehearsal: ${names}, ${span.from} to ${span.to}`)}</title><style>${style}</style></head>
<body><h1>Rehearsal: ${escape(names)}</h1><p>${span.from} to ${span.to}. What the policy would do, day by day. Nothing of it has happened.</p>${note}
${figuresTable(summaries)}
${summaries.map((summary) => section(summary, summaries.length > 1)).join('\n')}
<p class="note">${escape(assumptionSaid)} Days are those of each debtor. Not legal advice.</p></body></html>
`;
}

const style = `body{font:15px/1.45 system-ui,sans-serif;color:#1c2733;max-width:960px;margin:2rem auto;padding:0 1rem}h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2.2rem;border-bottom:2px solid #d5dde5}
h3{font-size:1rem}table{border-collapse:collapse;width:100%;margin:.6rem 0}th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #e3e9ef;vertical-align:top}th{background:#f1f5f9}.n{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:1.2rem 0;break-inside:avoid}figcaption{font-weight:600}svg{width:100%;height:auto}svg text{font:11px system-ui,sans-serif;fill:#51606f}svg line{stroke:#e3e9ef}.legend span{margin-right:1rem;font-size:.85rem}
.legend i{display:inline-block;width:.8em;height:.8em;margin-right:.35em}.good{color:#226b36;font-weight:600}.bad{color:#a3211b;font-weight:600}.note{color:#51606f;font-size:.85rem}details summary{cursor:pointer;font-weight:600}td{overflow-wrap:anywhere}td.n{white-space:pre;overflow-wrap:normal}.d{white-space:nowrap;overflow-wrap:normal}
@media print{body{margin:0;max-width:none}details{display:block}tr{break-inside:avoid}thead{display:table-header-group}summary{display:none}}
@media print{details::details-content{content-visibility:visible;block-size:auto}}`;

const row = (cells: readonly string[], tag = 'td', numeric: readonly number[] = []): string =>
  `<tr>${cells.map((cell, n) => `<${tag}${numeric.includes(n) ? ' class="n"' : isWhole(cell) ? ' class="d"' : ''}>${cell}</${tag}>`).join('')}</tr>`;

/** Days and short account numbers are not broken over lines. */
const isWhole = (cell: string): boolean => /^\d{4}-\d\d-\d\d$|^\S{1,12}\/\S{1,12}$/.test(cell);

function table(head: readonly string[], rows: readonly (readonly string[])[], numeric: readonly number[] = []): string {
  return `<table><thead>${row(head.map(escape), 'th', numeric)}</thead><tbody>${rows.map((cells) => row(cells.map(escape), 'td', numeric)).join('')}</tbody></table>`;
}

function figuresTable(summaries: readonly Summary[]): string {
  const compared = summaries.length === 2;
  const value = (summary: Summary | undefined, n: number) => summary?.figures[n]?.value ?? 0;
  const signed = (figure: number) => (figure > 0 ? `+${figure}` : String(figure));
  const rows = (summaries[0]?.figures ?? []).map(({ name }, n) => [
    name,
    ...summaries.map((summary) => String(value(summary, n))),
    ...(compared ? [signed(value(summaries[1], n) - value(summaries[0], n))] : []),
  ]);
  const broken = ['Rule violations', ...summaries.map(({ violations }) => String(violations.length)), ...(compared ? [''] : [])];
  const charged = summaries.some((summary) => Object.keys(summary.charged).length > 0)
    ? [['Fees and interest booked', ...summaries.map((summary) => monies(summary.charged)), ...(compared ? [''] : [])]]
    : [];
  const expected = ['Expected money', ...summaries.map((summary) => monies(sumOf(summary.expected))), ...(compared ? [''] : [])];
  const paid = summaries.some(({ actual }) => actual.size > 0)
    ? [['Paid, by the files', ...summaries.map(({ actual }) => monies(sumOf(actual))), ...(compared ? [''] : [])]]
    : [];
  const one = (reported: Summary['reported']) =>
    reported ? `${money(reported.expected.minor, reported.expected.currency)} (${ratesSaid(reported.expected.rates)})` : '';
  const inOne = summaries.some(({ reported }) => reported !== null)
    ? [['Expected money in one currency', ...summaries.map(({ reported }) => one(reported)), ...(compared ? [''] : [])]]
    : [];
  return table(
    ['', ...summaries.map(({ played }) => played.policy.name), ...(compared ? ['Difference'] : [])],
    [...rows, ...charged, expected, ...paid, ...inOne, broken],
    [1, 2, 3],
  );
}

function section(summary: Summary, named: boolean): string {
  const { played, contacts, calls, violations, refused } = summary;
  const say = String;
  const charts = [
    drawBars({ title: 'Messages per day, by channel', ...daily(contacts, played.span), say }),
    drawBars({ title: 'Call tasks per day, by collector', ...daily(calls, played.span), say }),
    ...cashCharts(summary),
  ];
  const broken =
    violations.length === 0
      ? '<p class="good">None. Each contact was checked against holds, hours, caps, gaps, payments, opt-outs, approvals and repetition.</p>'
      : table(
          ['When', 'Account', 'Rule', 'Why'],
          violations.map(({ line, rule, why }) => [line.at, line.account, rule, why]),
        );
  const refusals =
    refused.length === 0
      ? ''
      : `<h3>Events that were refused</h3>${table(
          ['Day', 'Account', 'Why'],
          refused.map(({ date, account, sentence }) => [date, account, sentence]),
        )}`;
  return `<h2>${named ? escape(`${played.policy.title} (${played.policy.name})`) : 'Calendar'}</h2>${charts.join('')}
<h3>Rule violations</h3>${broken}${refusals}
${reachingTable('Accounts that reach placement with a third party', summary.placements)}${reachingTable('Accounts that reach a write-off recommendation', summary.writeOffs)}
<details><summary>All ${summary.accounts.length} accounts</summary>${table(
    ['Account', 'Name', 'Collector', 'First contact', 'Messages', 'Calls', 'Level at the end', 'Stands at'],
    summary.accounts.map((each) => [
      each.account,
      each.name,
      each.collector ?? '',
      each.firstContactOn ?? '',
      String(each.contacts),
      String(each.calls),
      String(each.level),
      each.outcome,
    ]),
    [4, 5, 6],
  )}</details>`;
}

function reachingTable(title: string, reaching: readonly Reaching[]): string {
  if (reaching.length === 0) return `<h3>${escape(title)}</h3><p>None.</p>`;
  const rows = reaching.map(({ account, name, on, amounts }) => [on, account, name, monies(amounts)]);
  return `<h3>${escape(title)} (${reaching.length})</h3><details${reaching.length <= 50 ? ' open' : ''}><summary>Show</summary>${table(['Day', 'Account', 'Name', 'Amount'], rows, [3])}</details>`;
}

function daily(calendar: Calendar, { from, to }: { from: Day; to: Day }) {
  const labels: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) labels.push(day);
  const names = [...new Set([...calendar.values()].flatMap((day) => [...day.keys()]))].sort();
  return { labels, series: names.map((name) => ({ name, values: labels.map((day) => calendar.get(day)?.get(name) ?? 0) })) };
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

function cashCharts({ expected, actual }: Summary): string[] {
  const weeks = [...new Set([...expected.keys(), ...actual.keys()])].sort();
  const currencies = [...new Set([...expected.values(), ...actual.values()].flatMap((amounts) => Object.keys(amounts)))].sort();
  const values = (cash: CashByWeek, currency: string) => weeks.map((week) => cash.get(week)?.[currency] ?? 0);
  return currencies.map((currency) => {
    const series = [
      { name: 'expected', values: values(expected, currency) },
      ...(actual.size > 0 ? [{ name: 'paid, by the files', values: values(actual, currency) }] : []),
    ];
    return drawBars({
      title: `Money per week, ${currency}`,
      labels: weeks,
      series,
      say: (minor) => `${compact.format(minor / 10 ** exponentOf(currency))} ${currency}`,
    });
  });
}
