/** What the script needs while the weeks pass: the people, the books, the clock, and a record of everything that it asked for. */
import { stringify } from 'csv-stringify/sync';
import type { Instruction } from '../../domain/instructions.js';
import type { PrismaClient } from '../../prisma/generated/client.js';
import { readClock, setClock } from '../../prisma/store/clock.js';
import { nudgeAccounts } from '../../prisma/store/nudges.js';
import type { Party, Person, Told } from '../demo/party.js';
import type { Services } from '../services/startServices.js';
import type { BookItem, Books, Happening, What } from './books.js';
import type { Customer } from './people.js';

/** Within this time everyone follows the clock. */
const followMs = 2_500;
const newYork = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York', year: 'numeric', month: '2-digit', day: '2-digit' });

/** The day of an instant where the seller and its customers are. */
export const dayIn = (at: string | number): string => newYork.format(new Date(at));
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const dollars = (minor: number) => `${minor < 0 ? '-' : ''}${Math.floor(Math.abs(minor) / 100)}.${String(Math.abs(minor) % 100).padStart(2, '0')}`;

export interface Refused {
  accountId: string;
  kind: string;
  why: string;
}

export class Stage {
  readonly refused: Refused[] = [];
  readonly counts = new Map<string, number>();

  constructor(
    readonly services: Services,
    readonly db: PrismaClient,
    readonly party: Party,
    readonly books: Books,
    readonly customers: readonly Customer[],
    readonly start: string,
  ) {}

  async now(): Promise<string> {
    const { anchorReal, anchorBusiness, rate } = (await readClock(this.db)) ?? {
      anchorReal: '1970-01-01T00:00:00Z',
      anchorBusiness: '1970-01-01T00:00:00Z',
      rate: 1,
    };
    return new Date(Date.parse(anchorBusiness) + (Date.now() - Date.parse(anchorReal)) * rate).toISOString();
  }

  /** Changes the speed of the clock, and has everyone look at it anew. */
  async setSpeed(secondsADay: number, accounts: readonly string[]): Promise<void> {
    await setClock(this.db, { anchorReal: new Date().toISOString(), anchorBusiness: await this.now(), rate: 86_400 / secondsADay });
    await pause(followMs);
    await nudgeAccounts(this.db, accounts);
  }

  count(what: string, by = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + by);
  }

  /** Gives an instruction, and notes in the books what it means once it is done. Answers what it made; null when it was refused. */
  async instruct(as: Person, accountId: string, instruction: Instruction, means: What[] = []): Promise<Happening[] | null> {
    const fromMs = Date.now();
    const told: Told = await this.party.instruct(as, accountId, instruction);
    if ('refused' in told) {
      this.refused.push({ accountId, kind: instruction.kind, why: told.refused });
      this.count(`${instruction.kind} (refused)`);
      return null;
    }
    this.count(instruction.kind);
    const [at, byMs] = [await this.now(), Date.now()];
    return means.map((what) => this.books.note({ accountId, what, fromMs, byMs, at }));
  }

  /** Money comes in for items of several accounts, or on account; finance loads the day's file of payments. */
  async pay(day: string, payments: readonly Payment[]): Promise<void> {
    const header = ['entity', 'customer_number', 'payment_number', 'date', 'amount', 'currency', 'reference', 'item', 'applied_amount'];
    const rows = payments.flatMap(({ accountId, number, items, onAccount }) => {
      const [entity, customer] = accountId.split('/');
      const total = dollars(items.reduce((sum, { minor }) => sum + minor, onAccount));
      const base = [entity, customer, number, day, total, 'USD', 'Bank transfer'];
      return items.length === 0 ? [[...base, '', '']] : items.map(({ item, minor }) => [...base, item, dollars(minor)]);
    });
    const fromMs = Date.now();
    await this.party.load('finance', 'payments', stringify([header, ...rows]));
    const [at, byMs] = [await this.now(), Date.now()];
    for (const { accountId, number, items, onAccount } of payments) {
      this.count('payment');
      for (const { item, minor } of items) this.books.note({ accountId, fromMs, byMs, at, what: { kind: 'reduced', item, minor, onDay: day, bySource: true } });
      if (onAccount > 0) this.books.note({ accountId, fromMs, byMs, at, what: { kind: 'on-account', number, minor: onAccount, onDay: day } });
    }
  }

  /** The seller's ledger lists what is open. `cleared`: accounts that it lists no more, and whose payment nobody reported. */
  async list(day: string, cleared: readonly string[] = []): Promise<void> {
    const rows = [...this.books.items.keys()].filter((accountId) => !cleared.includes(accountId)).flatMap((accountId) => this.#listed(accountId, day));
    const header = [
      'entity',
      'customer_number',
      'customer_name',
      'document_type',
      'document_number',
      'document_date',
      'due_date',
      'currency',
      'original_amount',
      'open_amount',
    ];
    const fromMs = Date.now();
    await this.party.load('finance', 'open-items', stringify([header, ...rows]), { asOf: day });
    const [at, byMs] = [await this.now(), Date.now()];
    this.count('list of open items');
    for (const accountId of cleared)
      for (const [item, minor] of this.books.open(accountId, day, this.books.happenedTo(accountId), true))
        if (minor > 0) this.books.note({ accountId, fromMs, byMs, at, what: { kind: 'reduced', item, minor, onDay: day, bySource: true } });
  }

  #listed(accountId: string, day: string): string[][] {
    const open = this.books.open(accountId, day, this.books.happenedTo(accountId), true);
    const row = ({ entity, customer, name, number, issuedOn, dueOn, minor }: BookItem, left: number, type: string) => [
      entity,
      customer,
      name,
      type,
      number,
      issuedOn,
      dueOn,
      'USD',
      dollars(minor),
      dollars(left),
    ];
    const items = this.books.itemsOf(accountId);
    const debits = items.filter(({ number }) => (open.get(number) ?? 0) > 0).map((item) => row(item, open.get(item.number) ?? 0, 'INVOICE'));
    const [like] = items;
    const credits = this.books
      .onAccount(accountId, day)
      .flatMap(({ number, minor, onDay }) => (like ? [row({ ...like, number, issuedOn: onDay, dueOn: onDay, minor: -minor }, -minor, 'PAYMENT')] : []));
    return [...debits, ...credits];
  }
}

export interface Payment {
  accountId: string;
  number: string;
  items: { item: string; minor: number }[];
  /** What is paid without saying for what. */
  onAccount: number;
}
