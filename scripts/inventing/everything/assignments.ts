/** Invented assignments: documents that choose the policy of an account. */
import fc from 'fast-check';
import type { AccountBase, RehearsedItem } from '../../../domain/rehearsal/world.js';
import { nameOf } from './draws.js';
import { leaveAlone } from './policies.js';

/** What a rule may ask for; some of it fits, some does not. */
const conditions = fc.constantFrom<object>(
  { kind: 'consumer' },
  { kind: 'business' },
  { role: 'third-party' },
  { country: ['DE', 'US'] },
  { entity: 'GB01' },
  { segment: ['strategic'] },
  { riskClass: 'high' },
  { tags: { with: ['key'] } },
  { tags: { without: ['key'] }, kind: 'business' },
  { balanceAtLeast: { EUR: 500, GBP: 500, USD: 500 } },
  { balanceBelow: { EUR: 300, GBP: 300, USD: 300 } },
);

type Assigned = (base: AccountBase, items: readonly RehearsedItem[]) => object;

/** A document for one account, told once it is known; null for most. */
export function assignments(policies: readonly string[]): fc.Arbitrary<Assigned | null> {
  const policy = fc.constantFrom(...policies, ...policies, leaveAlone.name);
  const document = fc.record({
    rules: fc.array(fc.record({ when: conditions, policy }), { minLength: 1, maxLength: 3 }),
    entity: fc.option(fc.constantFrom(...policies)),
    otherwise: fc.option(fc.constantFrom(...policies)),
    account: fc.option(fc.constantFrom(...policies), { freq: 1 }),
    leftAlone: fc.option(fc.nat({ max: 4 }), { freq: 1 }),
  });
  const told = document.map(({ rules, entity, otherwise, account, leftAlone }): Assigned => (base, items) => {
    const debits = items.filter(({ amountMinor }) => amountMinor > 0);
    const left = leftAlone === null ? undefined : debits[leftAlone % Math.max(1, debits.length)];
    return {
      assignment: 'house',
      rules,
      entities: entity === null ? {} : { [base.entity.code]: entity },
      ...(otherwise !== null && { otherwise }),
      accounts: account === null ? {} : { [base.accountId]: account },
      items: left ? [{ account: base.accountId, item: nameOf(left), policy: leaveAlone.name }] : [],
    };
  });
  return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: told });
}
