import type { Day, Instant } from '../calendar/day.js';
import { dayOf } from '../calendar/day.js';
import type { Reason, ReasonCode, Verdict } from '../verdict.js';
import { verdictSentence } from './sentence.js';

/** A decision as it was kept. */
export interface KeptDecision {
  at: Instant;
  verdict: Verdict;
  /** `name@version` of the policy that it was made by. */
  policy: string;
}

/** A contact as it was kept. */
export interface KeptContact {
  at: Instant;
  channel: string;
  direction: 'OUT' | 'IN';
  status: string;
  address: string | null;
  step: string | null;
  /** Why it was held back, or what came of it. */
  detail: string | null;
}

/** Why something was done on a day, or why nothing was; what follows, and what would change it. Sentences to be read out. */
export interface Why {
  on: Day;
  happened: string[];
  because: string[];
  next: string | null;
  changes: string[];
}

/** What people or facts would have to do for the answer to be another. */
const remedies: Readonly<Partial<Record<ReasonCode, string>>> = {
  STEP_DUE: 'A payment, a promise, a dispute or a pause that arrives before then stops it.',
  STEP_NOT_YET_DUE: 'A payment that clears the oldest item moves the day; a pause, a promise or a dispute stops it.',
  OUTSIDE_WINDOW: 'Nothing but the hour: messages go out on working days within the hours of the policy.',
  FREQUENCY: 'The passing of days; the contact budget is the policy’s.',
  MIN_GAP: 'The passing of days; the gap between messages is the policy’s.',
  ONE_A_DAY: 'The next day.',
  LEDGER_TOO_OLD: 'Loading a newer list of open items.',
  ON_HOLD: 'The end of the hold, or lifting it.',
  ALL_DISPUTED: 'Resolving the dispute.',
  PLAN_RUNNING: 'Keeping, breaking or cancelling the promise or plan.',
  PLACED: 'A return from the third party, a recall, or a payment.',
  APPROVAL_PENDING: 'An approval or a refusal.',
  DRAFT_WAITING: 'An approval or a refusal; a payment withdraws the message.',
  WRITE_OFF_PENDING: 'An approval or a refusal.',
  UNREACHABLE: 'A new address or number for the customer.',
  ADDRESS_SUPPRESSED: 'A new address or number for the customer.',
  CONDITIONS_UNMET: 'The conditions of the step, such as the amount or the number of items.',
  LADDER_FINISHED: 'What the person who reviews the account decides.',
  FREQ_CAP: 'The passing of days; the cap is the law’s, or that of the rules that the policy names.',
  FREQ_AFTER_CONVERSATION: 'The passing of days since the conversation.',
  QUIET_HOURS: 'Nothing but the hour.',
  NO_CONSENT: 'The person’s consent.',
  BELOW_TOLERANCE: 'More falling due.',
  EXCLUDED_BY_POLICY: 'Another policy for the account or the item.',
  NOT_YET_DUE: 'The due date, or a payment before it.',
};

/** Answers for a day from what was decided up to its end, and from the contacts of the day. `zone`: in which the days are counted. */
export function explainDay(on: Day, zone: string, decisions: readonly KeptDecision[], contacts: readonly KeptContact[]): Why {
  const known = [...decisions].filter(({ at }) => dayOf(at, zone) <= on).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const ofDay = known.filter(({ at }) => dayOf(at, zone) === on);
  const acts = ofDay.filter(({ verdict }) => verdict.kind === 'act');
  const last = known.at(-1) ?? null;
  const happened = contacts.filter(({ at }) => dayOf(at, zone) === on).map(tell);
  const deciding = acts.length > 0 ? acts : last ? [last] : [];
  return {
    on,
    happened: happened.length > 0 ? happened : [`Nobody was contacted on ${on}.`],
    because: deciding.length > 0 ? deciding.map(reasoned) : [`Nothing had been decided for this account by ${on}: it was not being collected.`],
    next: last ? following(last.verdict) : null,
    changes: last ? remediesFor(last.verdict.reason) : ['A campaign, the daily enrolment or an instruction takes it up.'],
  };
}

function tell({ at, channel, direction, status, address, step, detail }: KeptContact): string {
  const time = at.slice(11, 16);
  const where = address ? ` ${direction === 'OUT' ? 'to' : 'from'} ${address.replaceAll('\n', ', ')}` : '';
  const what = `${time} UTC: ${direction === 'OUT' ? '' : 'incoming '}${channel}${where}${step ? `, step ${step}` : ''}`;
  return `${what}: ${status.toLowerCase().replaceAll('_', ' ')}${detail ? ` (${detail})` : ''}.`;
}

function reasoned({ at, verdict, policy }: KeptDecision): string {
  const line = verdict.reason.line === null ? '' : `, line ${verdict.reason.line}`;
  return `${verdictSentence(verdict)} Decided on ${at.slice(0, 10)} at ${at.slice(11, 16)} UTC by the policy ${policy}${line}.`;
}

function following(verdict: Verdict): string | null {
  switch (verdict.kind) {
    case 'act':
      return `The account is looked at again on ${verdict.lookAgainAt.slice(0, 10)} at ${verdict.lookAgainAt.slice(11, 16)} UTC, or as soon as something changes.`;
    case 'wait':
      return `The account is looked at again on ${verdict.until.slice(0, 10)} at ${verdict.until.slice(11, 16)} UTC, or as soon as something changes.`;
    case 'close':
      return 'The case is closed; a new one opens when something else becomes overdue.';
    default:
      return verdict satisfies never;
  }
}

function remediesFor({ code }: Reason): string[] {
  const remedy = remedies[code];
  return remedy ? [remedy] : [];
}
