/** What an invented event is made from, and what tells it. */
import type { Day } from '../../../domain/calendar/day.js';
import type { ContactFacts } from '../../../domain/facts.js';
import type { RehearsalEvent, RehearsalEventType } from '../../../domain/rehearsal/event.js';
import type { RehearsedItem } from '../../../domain/rehearsal/world.js';

/** What an event may refer to. */
export interface Subject {
  accountId: string;
  items: readonly RehearsedItem[];
  people: readonly ContactFacts[];
  /** The currency of new invoices. */
  currency: string;
  zone: string;
  /** Policies that an event may change to, the last one that does nothing. */
  policies: readonly string[];
}

/** Numbers from which an event of any kind takes what it needs, and what they point at. */
export interface Draw {
  /** What it and its sequels call the payments, invoices and calls that they are about. */
  key: string;
  on: Day;
  /** From 1 to 100, of the debit's amount. */
  share: number;
  days: number;
  back: number;
  /** From 0 to 11. */
  choice: number;
  /** The amount, where what came before has said it. */
  minor: number | null;
  debit: RehearsedItem | null;
  person: ContactFacts | null;
  subject: Subject;
}

/** An event of one kind without what all of them have. */
export type Told<Type extends RehearsalEventType> = RehearsalEvent extends infer Event
  ? Event extends RehearsalEvent
    ? Type extends Event['type']
      ? Omit<Event, 'accountId' | 'line' | 'at' | 'id'>
      : never
    : never
  : never;

export interface Teller<Type extends RehearsalEventType> {
  /** How often it is told, among all others. */
  often: number;
  /** null: there is nothing of the kind to tell. */
  tell: (draw: Draw) => Told<Type> | null;
}

export type Tellers<Type extends RehearsalEventType = RehearsalEventType> = { readonly [Each in Type]?: Teller<Each> };

export const currencyOf = ({ debit, subject }: Draw): string => debit?.currency ?? subject.currency;

/** The whole of the debit or a part of it, at least two minor units. */
export const amountOf = ({ debit, share, choice, minor }: Draw): number =>
  minor ?? Math.max(2, Math.round(((debit?.amountMinor ?? 10_000) * (choice < 6 ? 100 : share)) / 100));

export const of = <Each>(all: readonly [Each, ...Each[]], choice: number): Each => all[choice % all.length] ?? all[0];

/** How events name an item: an instalment with its number. */
export const nameOf = ({ number, instalment }: Pick<RehearsedItem, 'number' | 'instalment'>): string => (instalment > 0 ? `${number}/${instalment}` : number);
