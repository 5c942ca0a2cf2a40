import { sum, type Amounts, type Minor } from '../../domain/money/minor.js';
import type { StatementData, StatementItem } from '../../activities/ports.js';

/** What an account owes in one currency. All amounts are positive but `openMinor`, which is net and may be in credit. */
export interface Figures {
  currency: string;
  /** Debits past due, before credits, without fees and interest. */
  overdueMinor: Minor;
  /** Fees and interest: asked for from the day they are charged, and with no age of their own. */
  chargesMinor: Minor;
  /** Debits that are not due yet. */
  notYetDueMinor: Minor;
  creditsMinor: Minor;
  /** What is overdue, net of credits, and not asked for: disputed, promised, on hold, placed. */
  notAskedMinor: Minor;
  /** What the account is asked to pay now, and what of it is fees and interest. */
  askedMinor: Minor;
  chargesAskedMinor: Minor;
  /** What falls due soon, less the credits that are left. */
  upcomingMinor: Minor;
  openMinor: Minor;
}

/** Adds up an account's items by currency. Throws RangeError when they do not add up to the statement's own balance. */
export function figuresOf(statement: StatementData): Figures[] {
  const currencies = [...new Set(statement.items.map(({ currency }) => currency))].sort();
  const figures = currencies.map((currency) =>
    addUp(
      currency,
      statement.items.filter((item) => item.currency === currency),
      statement.asked,
    ),
  );
  for (const { currency, openMinor } of figures)
    if (openMinor !== (statement.open[currency] ?? 0))
      throw new RangeError(`The items of ${statement.accountId} add up to ${openMinor} ${currency} and its balance says ${statement.open[currency] ?? 0}`);
  return figures;
}

/** One of the figures for each currency in which it is more than nothing. */
export function amountsOf(figures: readonly Figures[], which: Exclude<keyof Figures, 'currency'>): Amounts {
  return Object.fromEntries(figures.filter((each) => each[which] !== 0).map((each) => [each.currency, each[which]]));
}

/** How much of an item is not asked for. */
export function notAskedMinor(item: StatementItem): Minor {
  if (item.openMinor <= 0) return 0;
  if (item.notAsked) return Math.min(item.notAsked.minor, item.openMinor);
  return item.disputed ? item.openMinor : 0;
}

/** Debits by due date, then fees and interest, then credits. */
export function inOrder(items: readonly StatementItem[]): StatementItem[] {
  const rank = ({ openMinor, charge }: StatementItem) => (openMinor <= 0 ? 2 : charge ? 1 : 0);
  return [...items].sort((a, b) => rank(a) - rank(b) || compare(a.dueOn, b.dueOn) || compare(a.number, b.number));
}

/** The items that are asked for now: past due and not wholly set aside; fees and interest go with them. */
export function askedItems(items: readonly StatementItem[]): StatementItem[] {
  return items.filter((item) => !item.charge && item.daysPastDue > 0 && item.openMinor > notAskedMinor(item));
}

function addUp(currency: string, items: readonly StatementItem[], asked: Amounts | undefined): Figures {
  const charges = items.filter(({ openMinor, charge }) => openMinor > 0 && charge);
  const debits = items.filter(({ openMinor, charge }) => openMinor > 0 && !charge);
  const [overdue, notYet] = [debits.filter(isOverdue), debits.filter((item) => !isOverdue(item))];
  const creditsMinor = -sum(items.filter(({ openMinor }) => openMinor < 0).map(({ openMinor }) => openMinor));
  const [overdueMinor, chargesMinor] = [openOf(overdue), openOf(charges)];
  const free = overdueMinor + chargesMinor - setAside(overdue) - setAside(charges);
  const askedMinor = asked ? (asked[currency] ?? 0) : Math.max(0, free - creditsMinor);
  const creditLeft = Math.max(0, creditsMinor - free);
  return {
    currency,
    overdueMinor,
    chargesMinor,
    askedMinor,
    chargesAskedMinor: Math.min(chargesMinor - setAside(charges), askedMinor),
    notYetDueMinor: openOf(notYet),
    creditsMinor: creditsMinor === 0 ? 0 : creditsMinor,
    notAskedMinor: Math.max(0, overdueMinor + chargesMinor - creditsMinor) - askedMinor,
    upcomingMinor: Math.max(0, openOf(notYet) - setAside(notYet) - creditLeft),
    openMinor: sum(items.map(({ openMinor }) => openMinor)),
  };
}

const isOverdue = ({ daysPastDue }: StatementItem): boolean => daysPastDue > 0;
const openOf = (items: readonly StatementItem[]): Minor => sum(items.map(({ openMinor }) => openMinor));
const setAside = (items: readonly StatementItem[]): Minor => sum(items.map(notAskedMinor));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
