import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { instantOf, type Instant } from '../../domain/calendar/day.js';
import { debtorZone } from '../../domain/rule/debtorZone.js';
import type { EventOf, RehearsalEvent } from '../../domain/rehearsal/event.js';
import { eventSchemas, type EventLine, type EventType } from './eventSchema.js';
import type { Fault } from './fault.js';
import { followShares, shareOutEvent } from './family.js';
import { accountOf, accountsOf, type Ledger, type LedgerAccount } from './ledger.js';
import { toEvent, type Line } from './toEvent.js';
import { entityFactsOf, customerFactsOf } from './worlds.js';

/** An event of a day happens before business begins. */
export const hourOfDays = '05:00';

/** Reads events, one JSON object to a line; empty lines and lines that begin with `//` or `#` are left out. Answers every fault of every line. */
export async function readEvents(paths: readonly string[], ledger: Ledger): Promise<{ events: RehearsalEvent[]; faults: Fault[] }> {
  const faults: Fault[] = [];
  const events: RehearsalEvent[] = [];
  for (const path of paths) {
    const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => error);
    if (content instanceof Error)
      faults.push({
        file: path,
        line: null,
        field: null,
        value: null,
        why: content.code === 'ENOENT' ? 'there is no such file' : `can't be read (${content.message})`,
      });
    else events.push(...readLines(content, { path, ledger, faults }));
  }
  return { events: followShares(ledger, events), faults };
}

interface Reading {
  path: string;
  ledger: Ledger;
  faults: Fault[];
}

function readLines(content: string, reading: Reading): RehearsalEvent[] {
  const lines = content.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.flatMap((line, at) => (/^\s*($|\/\/|#)/.test(line) ? [] : readLine(line, at + 1, reading)));
}

function readLine(text: string, line: number, reading: Reading): RehearsalEvent[] {
  const before = reading.faults.length;
  const note = (field: string | null, value: unknown, why: string): void => {
    reading.faults.push({
      file: reading.path,
      line,
      field,
      value: value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value),
      why,
    });
  };
  const document = parse(text, note);
  const checked = document === null ? null : check(document, note);
  if (!checked) return [];
  const account = findAccount(checked, reading.ledger, note);
  if (!account) return [];
  const entity = entityFactsOf(reading.ledger, account);
  const customer = customerFactsOf(reading.ledger, account);
  const zone = debtorZone({ entity, customer });
  const at = momentOf(checked, zone, note);
  const event = toEvent(checked, { at: at ?? '', line, account, entity: entity.currency, zone, country: customer.country, note });
  if (event?.type === 'payment') return reading.faults.length > before ? [] : shared(event, reading.ledger, note);
  return reading.faults.length > before || event === null ? [] : [event];
}

type Note = Line['note'];

function shared(event: EventOf<'payment'>, ledger: Ledger, note: Note): RehearsalEvent[] {
  const shares = shareOutEvent(ledger, event);
  if (shares === null) note('items', null, 'are of several accounts; say how much of it is for each: {"item":"4711","amount":"50.00"}');
  return shares ?? [];
}

function parse(text: string, note: Note): Record<string, unknown> | null {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) return document as Record<string, unknown>;
    note(null, text, 'is no JSON object; write {"type":"payment",…}');
  } catch (error) {
    note(null, text, `is no JSON (${error instanceof Error ? error.message : ''}); write one object to a line`);
  }
  return null;
}

function check(document: Record<string, unknown>, note: Note): EventLine | null {
  const type = document['type'] as EventType;
  if (!Object.hasOwn(eventSchemas, String(type))) {
    note('type', type, `is no event; there are ${Object.keys(eventSchemas).join(', ')}`);
    return null;
  }
  const schema: z.ZodType = eventSchemas[type];
  const checked = schema.safeParse(document);
  if (checked.success) return checked.data as EventLine;
  for (const issue of checked.error.issues) noteIssue(issue, document, Object.keys(eventSchemas[type].shape), note);
  return null;
}

function noteIssue(issue: z.core.$ZodIssue, document: unknown, known: readonly string[], note: Note): void {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys)
      note(
        [...path, key].join('.'),
        valueAt(document, [...path, key]),
        path.length === 0 ? `is no field of it; it has ${known.join(', ')}` : 'is no field here',
      );
    return;
  }
  const value = valueAt(document, path);
  note(path.join('.'), value, value === undefined ? `is needed (${issue.message})` : issue.message);
}

function valueAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined), document);
}

/** The account of an event; an invoice, and a person of a customer that is known, may open one. */
function findAccount(event: EventLine, ledger: Ledger, note: Note): LedgerAccount | null {
  if (event.account !== undefined) {
    const account = ledger.accounts.get(ledger.billed.get(event.account) ?? event.account);
    if (account) return account;
    const [entity = '', ...rest] = event.account.split('/');
    if (event.type === 'invoice' && ledger.entities.has(entity)) return accountOf(ledger, entity, rest.join('/'));
    note('account', event.account, 'is no account of the ledger files; an account is ENTITY/CUSTOMER and has at least one item');
    return null;
  }
  if (event.customer === undefined) {
    note('account', null, 'is needed: "account":"ENTITY/CUSTOMER", or "customer"');
    return null;
  }
  const fitting = accountsOf(ledger, event.customer, event.entity ?? null);
  if (fitting.length !== 1)
    note(
      'customer',
      event.customer,
      fitting.length === 0 ? 'has no account in the ledger files' : `has ${fitting.length} accounts; say which with "account" or "entity"`,
    );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

function momentOf({ on, at }: EventLine, zone: string, note: Note): Instant | null {
  if ((on === undefined) === (at === undefined)) {
    note('on', on ?? null, on === undefined ? 'is needed: a day in "on", or an instant in "at"' : 'and "at" exclude each other');
    return null;
  }
  if (at !== undefined) return new Date(at).toISOString().replace('.000Z', 'Z');
  return instantOf(on ?? '', hourOfDays, zone);
}
