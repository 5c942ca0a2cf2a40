import { applicationOf, orderOfPayment, standingCharges } from '../charges/ledger.js';
import type { AccountFacts, OpenItem } from '../facts.js';
import type { Minor } from '../money/minor.js';
import type { Policy } from '../policy/types.js';
import { takeStock } from './standing.js';

/**
 * Shares the credits of an account among its strands, so that none counts twice: first for what is overdue and asked for, in the order of
 * payment whatever the strand, then for the rest in the same order; what is left over is the account's own.
 */
export function creditsByStrand(facts: AccountFacts, own: Policy, today: string, nameOf: (item: OpenItem) => string): (strand: string) => OpenItem[] {
  const credits = facts.items.filter(({ openMinor }) => openMinor < 0).map((item) => ({ item, left: -item.openMinor, parts: new Map<string, Minor>() }));
  if (credits.length === 0) return () => [];
  const { withheld } = takeStock(facts, own, today);
  const charges = standingCharges(facts);
  const debits = facts.items.filter(({ openMinor }) => openMinor > 0);
  const inOrder = debits.toSorted(orderOfPayment(debits, charges, applicationOf(own.charges)));
  const isOverdue = ({ id, dueOn }: OpenItem) => dueOn < today || charges.has(id);
  const covered = new Map<number, Minor>();
  const cover = (debit: OpenItem, most: Minor) => {
    for (const credit of credits) {
      const part = credit.item.currency === debit.currency ? Math.min(credit.left, most - (covered.get(debit.id) ?? 0)) : 0;
      if (part > 0) take(credit, nameOf(debit), part);
      covered.set(debit.id, (covered.get(debit.id) ?? 0) + Math.max(0, part));
    }
  };
  for (const debit of inOrder) if (isOverdue(debit)) cover(debit, debit.openMinor - (withheld.get(debit.id)?.minor ?? 0));
  for (const debit of inOrder) cover(debit, debit.openMinor);
  for (const credit of credits) take(credit, '', credit.left);
  return (strand) =>
    credits.flatMap(({ item, parts }) => {
      const part = parts.get(strand) ?? 0;
      return part > 0 ? [{ ...item, openMinor: -part }] : [];
    });
}

function take(credit: { left: Minor; parts: Map<string, Minor> }, strand: string, minor: Minor): void {
  credit.left -= minor;
  credit.parts.set(strand, (credit.parts.get(strand) ?? 0) + minor);
}
