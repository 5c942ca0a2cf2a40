import type { Day } from '../calendar/day.js';
import type { Minor } from '../money/minor.js';
import type { Receipt } from './judge.js';

/** A plan that waits for money: what it still lacks, in the order of agreement. */
export interface Claimant {
  planId: string;
  agreedOn: Day;
  lacksMinor: Minor;
}

/**
 * Shares payments that are not yet applied to any item among the plans of one account and currency: the earliest agreed plan first,
 * oldest money first, nothing twice, and never money from before the agreement. Answers what each plan gets.
 */
export function shareUnapplied(claimants: readonly Claimant[], unapplied: readonly Receipt[]): Map<string, Receipt[]> {
  const left = [...unapplied].sort((a, b) => (a.onDay < b.onDay ? -1 : a.onDay > b.onDay ? 1 : 0)).map((receipt) => ({ ...receipt }));
  const shares = new Map<string, Receipt[]>();
  for (const { planId, agreedOn, lacksMinor } of claimants) {
    const share: Receipt[] = [];
    let lacks = lacksMinor;
    for (const money of left) {
      const minor = money.onDay < agreedOn ? 0 : Math.min(lacks, money.minor);
      if (minor <= 0) continue;
      share.push({ onDay: money.onDay, minor });
      money.minor -= minor;
      lacks -= minor;
    }
    shares.set(planId, share);
  }
  return shares;
}
