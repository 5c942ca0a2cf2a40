import type { HoldFacts, HoldKind } from '../facts.js';
import type { Instruction } from '../instructions.js';
import { refuse, type Decided, type Situation } from './change.js';
import { isPending, openDebits } from './items.js';

type Pause = Extract<Instruction, { kind: 'pause' }>;
type Resume = Extract<Instruction, { kind: 'resume' }>;

/** Holds that anyone who works the account may lift. All others are stops by law or by decision, which a manager lifts. */
const soft: readonly HoldKind[] = ['PAUSE'];

/** Places a hold. A pause ends on a day; a legal stop may be without end. A start in the past is allowed: news arrives late. */
export function placeHold(asked: Pause, { actor, facts, today }: Situation): Decided {
  const kind = asked.hold ?? 'PAUSE';
  if (kind === 'EXCLUDED' && !actor.roles.includes('manager')) return refuse('NOT_ALLOWED', 'Only a manager takes an account out of collection.');
  if (soft.includes(kind) && asked.until === undefined) return refuse('END_MISSING', 'A pause needs a day on which it ends (until).');
  if (asked.until !== undefined && asked.until <= today)
    return refuse('END_NOT_IN_FUTURE', `A hold ends on a day after today, ${today}; ${asked.until} is not.`);
  const startsOn = asked.startsOn ?? today;
  if (asked.until !== undefined && startsOn >= asked.until)
    return refuse('START_AFTER_END', `The hold would start on ${startsOn}, not before it ends on ${asked.until}.`);
  const items = asked.item === undefined ? [] : openDebits(facts, asked.item);
  if (asked.item !== undefined && items.length === 0) return refuse('NO_OPEN_ITEM', `${asked.item} is no open item of ${facts.accountId}.`);
  if (items.length > 1) return refuse('SEVERAL_INSTALMENTS', `${asked.item} has several open instalments: name one, as ${asked.item}/1.`);
  const [item] = items;
  const what = item ? `Item ${asked.item}` : 'Account';
  const message = `${what} held (${kind}) from ${startsOn}${asked.until ? ` until ${asked.until}` : ', without end'}.`;
  return { change: { change: 'hold-placed', kind, itemId: item?.id ?? null, reason: asked.reason, startsOn, endsOn: asked.until ?? null }, message };
}

/** Lifts every hold of the account, those of single items included. */
export function liftHolds(asked: Resume, { actor, facts, today }: Situation): Decided {
  const holds = facts.holds.filter((hold) => isPending(hold, today));
  if (holds.length === 0) return refuse('NOTHING_TO_RESUME', `No hold is in force on ${facts.accountId}; there is nothing to resume.`);
  const hard = holds.filter(({ kind }) => !soft.includes(kind));
  if (hard.length > 0 && !actor.roles.includes('manager')) return refuse('MANAGER_NEEDED', `Only a manager lifts ${hard.map(describe).join(' and ')}.`);
  const message = `Lifted: ${holds.map(describe).join(', ')}.`;
  return { change: { change: 'holds-lifted', holdIds: holds.map(({ id }) => id), reason: asked.reason }, message };
}

function describe({ kind, startsOn }: HoldFacts): string {
  return `${kind} since ${startsOn}`;
}
