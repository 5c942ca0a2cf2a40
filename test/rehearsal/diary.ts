import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import { Folder, linesOf } from './stage.js';

/** What an account in Germany owes, and whom one can write to. */
export const files: Readonly<Record<string, string>> = {
  'entities.csv': 'code,name,country,currency,time_zone,language,email\nDE01,Seller,DE,EUR,Europe/Berlin,de,sales@example.org\n',
  'items.csv':
    'entity,customer_number,document_type,document_number,instalment,document_date,due_date,currency,amount\nDE01,1000,Invoice,R-1,,2026-01-30,2026-03-02,EUR,1200.00\n',
  'customers.csv': 'customer_number,name,kind,country,region,postcode,city,address_1\n1000,Buyer,business,DE,BE,10115,Berlin,Street 1\n',
  'contacts.csv':
    'customer_number,name,role,email,phone,mobile\n1000,Payables,accounts_payable,ap@example.com,030 23125 001,\n1000,Boss,management,boss@example.com,030 23125 002,\n',
};

/** A policy document around a ladder; `contact` and `more` are lines of YAML in flow style. */
export function policyWith(ladder: string, { contact = '', more = '' } = {}): string {
  return `policy: small
title: Small
${more}
ladder:
${ladder}
contact: { window: { from: "09:00", to: "17:00" }, maxIn7Days: 5, minGapDays: 1, ledgerMaxAgeDays: 7${contact} }
promises: { graceDays: 2, tolerancePercent: 0, maxDays: 60, maxInstalments: 6, maxBroken: 1 }
disputes: { reasons: [price], respondWithinDays: 5, remindEveryDays: 2 }
placement: { agency: agency, recallAfterDays: 90 }
writeOff: [{ role: manager }]
`;
}

/** Plays files through the command line, and answers its lines. Fails on a violation of the rules, and on what the command refuses. */
export async function playFiles(
  policy: string,
  events: readonly object[],
  { from = '2026-03-02', to = '2026-04-30', more = [] as string[], other = {} as Record<string, string> } = {},
): Promise<AgendaLine[]> {
  const jsonl = events.map((event) => JSON.stringify({ account: 'DE01/1000', ...event })).join('\n');
  const folder = new Folder({ ...files, ...other, 'policy.yaml': policy, 'events.jsonl': jsonl });
  const asked = ['--policy', 'policy.yaml', '--ledger', ...Object.keys({ ...files, ...other }), '--events', 'events.jsonl', '--from', from, '--to', to];
  const answer = await folder.duly('rehearse', ...asked, ...more);
  const table = await folder.duly('rehearse', ...asked, ...more, '--format', 'table');
  folder.remove();
  if (answer.code !== 0) throw new Error(answer.err);
  if (!/Rule violations +0/.test(table.out)) throw new Error(table.out);
  return linesOf(answer.out);
}

/** What happened, by day: `2026-03-05 contact reminder email`. Waits, openings, rises and the review at the end of the ladder are left out. */
export function diaryOf(lines: readonly AgendaLine[]): string[] {
  return lines
    .filter(
      ({ kind, result }) => !['wait', 'deferral', 'block', 'open', 'event', 'state', 'reason'].includes(kind) && !(kind === 'level' && result === 'RAISED'),
    )
    .filter(({ to }) => to !== 'REVIEW_ACCOUNT')
    .map(({ date, kind, step, channel, to, result }) => [date, kind, step, kind === 'task' ? to : channel, result].filter((part) => part !== null).join(' '));
}
