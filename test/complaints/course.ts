import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import { toDecimal } from '../../domain/money/minor.js';
import { Folder, linesOf, type Answer } from '../rehearsal/stage.js';

/** An item of the account DE01/1000: number, due date, amount; and what else its row says. */
export type Item = readonly [number: string, dueOn: string, amount: string, more?: { customer?: string; kind?: string; on?: string; instalment?: number }];

/** What a rehearsal is made of: the ladder and other keys of the policy, the ledger, what happens, and the days. */
export interface Course {
  /** The policy's document without its name and title. */
  policy: string;
  items: readonly Item[];
  events?: readonly object[];
  contacts?: string;
  customers?: string;
  entities?: string;
  from: string;
  to: string;
  flags?: readonly string[];
}

const entities = 'code,name,country,currency,time_zone,language\nDE01,Seller,DE,EUR,Europe/Berlin,de\n';
const customers =
  'customer_number,name,kind,country,address_1,postcode,city\n1000,Buyer,business,DE,Musterstr. 1,10115,Berlin\n2000,Other,business,DE,Musterstr. 2,10115,Berlin\n';
const contacts = 'customer_number,name,role,email,phone,mobile\n1000,Payables,accounts_payable,ap@example.com,030 23125 001,0171 5550100\n';
const otherContacts = '2000,Owner,management,owner@example.org,030 23125 002,\n';

/** Plays a course with the command line; answers what it says. */
export async function answerTo({ policy, items, events = [], from, to, flags = [], ...files }: Course): Promise<Answer> {
  const rows = items.map(([number, dueOn, amount, more = {}]) =>
    ['DE01', more.customer ?? '1000', more.kind ?? 'Invoice', number, more.instalment ?? '', more.on ?? '2026-01-02', dueOn, 'EUR', amount].join(','),
  );
  const folder = new Folder({
    'policy.yaml': `policy: complaint\ntitle: For one complaint\n${policy}`,
    'entities.csv': files.entities ?? entities,
    'items.csv': `entity,customer_number,document_type,document_number,instalment,document_date,due_date,currency,amount\n${rows.join('\n')}\n`,
    'customers.csv': files.customers ?? customers,
    'contacts.csv': files.contacts ?? (files.customers ? contacts : contacts + otherContacts),
    'events.jsonl': events.map((event) => JSON.stringify({ ...('customer' in event ? {} : { account: 'DE01/1000' }), ...event })).join('\n'),
  });
  const ledger = ['entities.csv', 'items.csv', 'customers.csv', 'contacts.csv'];
  const answer = await folder.duly(
    'rehearse',
    '--policy',
    'policy.yaml',
    '--ledger',
    ...ledger,
    '--events',
    'events.jsonl',
    '--from',
    from,
    '--to',
    to,
    ...flags,
  );
  folder.remove();
  return answer;
}

/** All lines of a course. Throws when it is refused. */
export async function linesOfCourse(course: Course): Promise<AgendaLine[]> {
  const { code, out, err } = await answerTo(course);
  if (code !== 0) throw new Error(err);
  return linesOf(out);
}

const doings = new Set(['contact', 'task', 'placement', 'write-off', 'close', 'plan', 'charge', 'fee', 'interest', 'refused']);

/** What is done, a line each: `2026-03-05 email reminder 1200.00`. That a person is asked to look once nothing is left to do is left out. */
export async function play(course: Course): Promise<string[]> {
  return (await linesOfCourse(course)).filter(({ kind, to }) => doings.has(kind) && to !== 'REVIEW_ACCOUNT').map(tell);
}

/** A line of the agenda in short: day, what, step, amount. */
export function tell({ date, kind, channel, to, step, result, amounts }: AgendaLine): string {
  const money = Object.entries(amounts).map(([currency, minor]) => toDecimal(minor, currency));
  const what = kind === 'contact' ? channel : kind === 'task' ? `task ${to}` : kind;
  return [date, what, step, kind === 'close' || kind === 'plan' || kind === 'refused' ? result : null, ...(kind === 'contact' ? money : [])]
    .filter((part) => part !== null && part !== '')
    .join(' ');
}

/** The same with the hour in UTC and the items asked for. */
export function tellFully(line: AgendaLine): string {
  return `${tell(line)} at ${line.at.slice(11, 16)} for ${line.items.join(' ')}`;
}
