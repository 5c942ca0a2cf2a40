import { Decimal } from 'decimal.js';
import { dayOf } from '../calendar/day.js';
import type { Instruction } from '../instructions.js';
import { sum, type Minor } from '../money/minor.js';
import { levelOf } from '../plans/level.js';
import { refuse, type Decided, type PlanAgreed, type Situation } from './change.js';
import { numberOf, say } from './items.js';
import { brokenFault, claimsFor, scheduleFault } from './plans.js';

type Settle = Extract<Instruction, { kind: 'settlement' }>;

/**
 * Agrees that an amount below what is owed settles the named items, or all of the account in that currency, if it is paid by its day.
 * A discount above the policy's takes the approval of somebody else; until then nothing is deferred.
 */
export function agreeSettlement(asked: Settle, situation: Situation): Decided {
  const { facts, policy } = situation;
  const rules = policy.promises.settlement;
  if (!rules) return refuse('NO_SETTLEMENTS', `Policy ${policy.name} grants no settlements (promises.settlement).`);
  const fault = scheduleFault([asked], situation) ?? brokenFault(situation);
  if (fault) return fault;
  const found = claimsFor(asked, situation);
  if ('refused' in found) return found;
  const disputed = found.claims.find(({ item, minor }) => minor < item.openMinor);
  if (disputed) return refuse('DISPUTED', `${numberOf(disputed.item)} is disputed in part; resolve the dispute first.`);
  const owedMinor = sum(found.claims.map(({ minor }) => minor));
  const { amountMinor, currency } = asked;
  if (amountMinor >= owedMinor)
    return refuse('NO_DISCOUNT', `${say(owedMinor, currency)} is owed on these items; ${say(amountMinor, currency)} is no less: agree a promise.`);
  const approval = isAbove(rules.discountPercent, amountMinor, owedMinor) ? rules.approval : null;
  const itemIds = found.claims.map(({ item }) => item.id);
  const agreed: PlanAgreed = {
    kind: 'SETTLEMENT',
    currency,
    totalMinor: amountMinor,
    itemIds,
    level: levelOf(itemIds, facts.plans),
    graceDays: policy.promises.graceDays,
    tolerancePercent: 0,
    agreedOn: dayOf(situation.at, facts.entity.timeZone),
    instalments: [{ number: 1, dueOn: asked.dueOn, amountMinor }],
    note: asked.note ?? null,
    settles: { owedMinor, approval },
  };
  const offer = `${say(amountMinor, currency)} by ${asked.dueOn} settle ${say(owedMinor, currency)}, a discount of ${percentOff(amountMinor, owedMinor)} %`;
  return { change: { change: 'plan-agreed', ...agreed }, message: approval ? `${offer}: proposed to a ${approval}.` : `${offer}: agreed.` };
}

function isAbove(percent: number, amountMinor: Minor, owedMinor: Minor): boolean {
  return new Decimal(owedMinor - amountMinor).times(100).greaterThan(new Decimal(owedMinor).times(percent));
}

function percentOff(amountMinor: Minor, owedMinor: Minor): string {
  return new Decimal(owedMinor - amountMinor).times(100).dividedBy(owedMinor).toDecimalPlaces(1).toString();
}
