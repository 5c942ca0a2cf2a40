/** Which open items a payment is for: hints with a score, and what may be set off without a person. */
import type { Minor } from '../money/minor.js';

/** An open item as a payment is matched with it. Debits positive, credits negative. */
export interface Candidate {
  number: string;
  openMinor: Minor;
}

/** How alike two references are once cleaned: 1 − edits ÷ length of the longer (Levenshtein). Letters, blanks, leading zeros and marks do not count. */
export function similarity(a: string, b: string): number {
  const [left, right] = [cleaned(a), cleaned(b)];
  const length = Math.max(left.length, right.length);
  return length === 0 ? 0 : 1 - edits(left, right) / length;
}

/** The score of a match: 0.3 payer + 0.4 reference + 0.3 amount, each from 0 to 1. */
export function matchScore({ payer, reference, amount }: { payer: number; reference: number; amount: number }): number {
  return 0.3 * payer + 0.4 * reference + 0.3 * amount;
}

/** What a score is good for: set off by itself from 0.95, shown to a person from 0.60. */
export function useOf(score: number): 'apply' | 'hint' | 'none' {
  if (score >= 0.95) return 'apply';
  return score >= 0.6 ? 'hint' : 'none';
}

/** Whether a payment within the time of an early-payment discount settles an item: what is missing is exactly the discount, rounded half up. */
export function isDiscounted(openMinor: Minor, paidMinor: Minor, discountPercent: number): boolean {
  return paidMinor === openMinor - Math.round((openMinor * discountPercent) / 100);
}

/** What of a difference may be written off with the payment: all of it up to both limits, else nothing. Null for no limit in percent. */
export function toleratedMinor(openMinor: Minor, paidMinor: Minor, atMostMinor: Minor, atMostPercent: number | null): Minor {
  const difference = openMinor - paidMinor;
  const most = atMostPercent === null ? atMostMinor : Math.min(atMostMinor, (openMinor * atMostPercent) / 100);
  return Math.abs(difference) <= most ? difference : 0;
}

const mostItems = 30;
const mostTogether = 8;
const mostTries = 200_000;

/**
 * Open items, credits among them, that together make up a payment: the fewest, of these the ones that come first (give the oldest first).
 * `certain` only when no other set does. Looks at the first 30 items, sets of at most 8; null when none is found.
 */
export function itemsMakingUp(candidates: readonly Candidate[], paidMinor: Minor): { items: Candidate[]; certain: boolean } | null {
  const items = candidates.slice(0, mostItems);
  let tries = 0;
  const found: Candidate[][] = [];
  const search = (from: number, left: Minor, size: number, chosen: readonly Candidate[]): void => {
    if (found.length > 1 || ++tries > mostTries) return;
    if (size === 0) {
      if (left === 0) found.push([...chosen]);
      return;
    }
    for (let n = from; n <= items.length - size; n++) {
      const item = items[n];
      if (item) search(n + 1, left - item.openMinor, size - 1, [...chosen, item]);
    }
  };
  for (let size = 1; size <= Math.min(mostTogether, items.length) && found.length < 2; size++) search(0, paidMinor, size, []);
  const [best, other] = found;
  return best ? { items: best, certain: other === undefined && tries <= mostTries } : null;
}

function cleaned(text: string): string {
  const digits = text.replace(/\D/g, '').replace(/^0+/, '');
  return digits === '' ? text.trim().toUpperCase() : digits;
}

function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}
