import { addDays } from '../calendar/day.js';
import { sendingDayFrom, type SendingWindow } from '../calendar/window.js';
import type { AccountFacts, Channel } from '../facts.js';
import type { Policy, Step, StepAction } from '../policy/types.js';
import type { CreditHoldAct, PlaceAct, Reason, TaskAct, WriteOffAct } from '../verdict.js';
import { releases } from './creditHold.js';
import { takeStock, type Standing } from './standing.js';

/** What acts in the house are made from. */
interface Made {
  facts: AccountFacts;
  policy: Policy;
  standing: Standing;
  window: SendingWindow;
}

/** The act of a step that reaches nobody outside: a task of the policy's own words, a credit hold, something put up for approval. `keyOf` makes its key from the last part. */
export function actInHouse(
  { policy, standing, window }: Made,
  { step, round, action }: { step: Step; round: number; action: Exclude<StepAction, Channel | 'fee' | 'interest'> },
  keyOf: (last: string) => string,
  reason: Reason,
): TaskAct | CreditHoldAct | PlaceAct | WriteOffAct {
  const at = { step: step.id, round };
  switch (action) {
    case 'task': {
      const { title, role, dueInDays } = step.task ?? { title: step.id, role: 'collector', dueInDays: 0 };
      const dueOn = sendingDayFrom(addDays(standing.today, dueInDays), { ...window, businessDaysOnly: true, blackouts: [], runs: null });
      return { kind: 'task', key: keyOf('other'), ...at, task: 'OTHER', title, role, dueOn, reason };
    }
    case 'credit-hold':
      return { kind: 'credit-hold', key: keyOf('credit-hold'), ...at, hold: step.hold };
    case 'place':
      return { kind: 'place', key: keyOf('place'), ...at, agency: policy.placement.agency };
    case 'write-off':
      return { kind: 'write-off', key: keyOf('write-off'), ...at };
    default:
      return action satisfies never;
  }
}

/** The end of the credit hold, where the policy says that it is over; null where it is not, or none is on. It holds up deliveries, so no hour is waited for. */
export function creditHoldOver({ facts, policy, standing }: Made, keyOf: (last: string) => string): { act: CreditHoldAct; reason: Reason } | null {
  const { creditHold } = facts;
  if (!creditHold || !releases(facts, policy, facts.whole ? takeStock(facts.whole, policy, standing.today) : standing)) return null;
  const reason: Reason = { code: 'CREDIT_HOLD_OVER', figures: { since: creditHold.sinceOn }, line: null };
  return { act: { kind: 'credit-hold', key: keyOf(`credit-hold-${creditHold.sinceOn}-off`), step: null, round: 0, hold: 'off' }, reason };
}
