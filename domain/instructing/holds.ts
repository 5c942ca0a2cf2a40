import type { Day } from '../calendar/day.js';
import type { AccountFacts, HoldFacts, HoldKind, OpenItem } from '../facts.js';
import type { Instruction, ItemNumber } from '../instructions.js';
import type { Minor } from '../money/minor.js';
import { refuse, type Decided, type Situation } from './change.js';
import { openDebits, say } from './items.js';

type Pause = Extract<Instruction, { kind: 'pause' }>;
type Resume = Extract<Instruction, { kind: 'resume' }>;

/** Holds that anyone who works the account may lift. All others are stops by law or by decision, which a manager lifts. */
const soft: readonly HoldKind[] = ['PAUSE'];

/** Places a hold. A pause ends on a day; a legal stop may be without end. A start in the past is allowed, and with it an end: news arrives late. */
export function placeHold(asked: Pause, { actor, facts, today }: Situation): Decided {
  const kind = asked.hold ?? 'PAUSE';
  if (kind === 'EXCLUDED' && !actor.roles.includes('manager')) return refuse('NOT_ALLOWED', 'Only a manager takes an account out of collection.');
  if (soft.includes(kind) && asked.until === undefined) return refuse('END_MISSING', 'A pause needs a day on which it ends (until).');
  if (asked.until !== undefined && asked.until <= today && asked.startsOn === undefined)
    return refuse('END_NOT_IN_FUTURE', `A hold that starts today ends on a later day; ${asked.until} is not. State startsOn for one that lies in the past.`);
  const startsOn = asked.startsOn ?? today;
  if (asked.until !== undefined && startsOn >= asked.until)
    return refuse('START_AFTER_END', `The hold would start on ${startsOn}, not before it ends on ${asked.until}.`);
  const found = itemHeld(asked, facts);
  if (found.refused) return found;
  const { item } = found;
  const what = item ? `Item ${asked.item}` : 'Account';
  const message = `${what} held (${kind}) from ${startsOn}${asked.until ? ` until ${asked.until}` : ', without end'}.`;
  const amountMinor = asked.amountMinor ?? null;
  return {
    change: { change: 'hold-placed', kind, itemId: item?.id ?? null, reason: asked.reason, startsOn, endsOn: asked.until ?? null, amountMinor },
    message,
  };
}

/** The item that is to be held, null for the whole account; or why there is none. A part can only be held of an item. */
export function itemHeld(
  asked: { item?: ItemNumber; amountMinor?: Minor },
  facts: AccountFacts,
): { refused?: never; item: OpenItem | null } | ReturnType<typeof refuse> {
  if (asked.item === undefined) {
    return asked.amountMinor === undefined ? { item: null } : refuse('ITEM_MISSING', 'A part is held of an item: name it (item).');
  }
  const [item, ...more] = openDebits(facts, asked.item);
  if (!item) return refuse('NO_OPEN_ITEM', `${asked.item} is no open item of ${facts.accountId}.`);
  if (more.length > 0) return refuse('SEVERAL_INSTALMENTS', `${asked.item} has several open instalments: name one, as ${asked.item}/1.`);
  if ((asked.amountMinor ?? 0) > item.openMinor) return refuse('TOO_MUCH', `Of ${asked.item} no more is open than ${say(item.openMinor, item.currency)}.`);
  return { item };
}

/** Lifts a hold, or every one of the account, those of single items included, as of today or of a day that has passed. */
export function liftHolds(asked: Resume, { actor, facts, today }: Situation): Decided {
  const onDay = asked.endsOn ?? today;
  if (asked.hold !== undefined && !facts.holds.some(({ id }) => id === asked.hold)) return refuse('UNKNOWN_HOLD', `There is no hold ${asked.hold}.`);
  const meant = facts.holds.filter((hold) => (asked.hold === undefined || hold.id === asked.hold) && isLeftOn(hold, onDay));
  const holds = meant.filter(({ campaignId }) => !campaignId);
  const [ofCampaign] = meant;
  if (ofCampaign && holds.length === 0)
    return refuse('CAMPAIGN_PAUSED', `The account stands still because ${ofCampaign.reason}. Resume the campaign ${ofCampaign.campaignId}.`);
  if (holds.length === 0) return refuse('NOTHING_TO_RESUME', `No hold is in force on ${facts.accountId} on ${onDay} or later; there is nothing to resume.`);
  const hard = holds.filter(({ kind }) => !soft.includes(kind));
  if (hard.length > 0 && !actor.roles.includes('manager')) return refuse('MANAGER_NEEDED', `Only a manager lifts ${hard.map(describe).join(' and ')}.`);
  const message = `Lifted: ${holds.map(describe).join(', ')}.`;
  return { change: { change: 'holds-lifted', holdIds: holds.map(({ id }) => id), reason: asked.reason, onDay }, message };
}

/** Whether some of a hold lies on a day or after it. */
function isLeftOn({ endsOn }: HoldFacts, day: Day): boolean {
  return endsOn === null || endsOn > day;
}

function describe({ kind, startsOn }: HoldFacts): string {
  return `${kind} since ${startsOn}`;
}
