import { dayOf, type Day, type Instant } from '../../domain/calendar/day.js';
import type { AccountFacts } from '../../domain/facts.js';
import { toDecimal, type Amounts } from '../../domain/money/minor.js';
import { accountInCase } from '../../domain/rule/assessAccount.js';
import { debtorZone } from '../../domain/rule/debtorZone.js';
import { foresee, type Foreseen } from '../../domain/rule/foresee.js';
import { actPhrase, reasonPhrase } from '../../domain/rule/sentence.js';
import { takeStock } from '../../domain/rule/standing.js';
import type { Policies } from '../../domain/rule/strandFacts.js';
import type { Act, ReasonCode, Verdict } from '../../domain/verdict.js';
import type { Dossier } from '../../prisma/store/facts.js';
import type { CampaignDecision, PreviewedAccount } from '../../prisma/store/campaigns.js';

/** What an account of a campaign would get, and when; or that it gets nothing, and why. */
export interface Decided extends PreviewedAccount {
  name: string;
  /** Whether something reaches it without anything else having to happen first. */
  gets: boolean;
  reasonCode: ReasonCode | 'RUNNING';
  daysPastDue: number | null;
  collectable: Amounts;
  /** What is decided, in words that change when it does: what the fingerprint is made of. */
  said: string;
}

/** Waits that end by the calendar alone. Everything else waits for somebody. */
const timing: ReadonlySet<ReasonCode> = new Set([
  'STEP_DUE',
  'STEP_NOT_YET_DUE',
  'OUTSIDE_WINDOW',
  'FREQUENCY',
  'MIN_GAP',
  'ONE_A_DAY',
  'RETRY_LATER',
  'NOT_YET_DUE',
]);

/** Runs the rule on an account as a campaign that is launched now would. */
export function decide({ facts: known, lastCase }: Pick<Dossier, 'facts' | 'lastCase'>, policies: Policies, now: Instant): Decided {
  const today = dayOf(now, debtorZone(known));
  const { overdue, collectable, daysPastDue } = takeStock(known, policies.own, today);
  const figures = { overdue, collectable, daysPastDue };
  const foreseen = foresee(accountInCase(known, policies, { lastEpisode: lastCase?.episode ?? 0, campaignId: null, now }), policies, now);
  const outcome = known.case ? running(known.case.openedAt, known.case.id, foreseen) : fresh(foreseen, now);
  const decided = { accountId: known.accountId, name: known.customer.name, ...figures, ...outcome };
  return { ...decided, said: say(decided, known) };
}

type Outcome = Pick<Decided, 'decision' | 'gets' | 'plannedStep' | 'plannedAt' | 'plannedAct' | 'reason' | 'reasonCode'>;

function fresh({ first, act }: Foreseen, now: Instant): Outcome {
  const decision: CampaignDecision = first.kind === 'act' ? 'ACT' : first.kind === 'wait' ? 'WAIT' : 'NOTHING';
  const gets = act !== null && (first.kind === 'act' || timing.has(first.reason.code));
  return { decision, gets, ...planned(act), reason: explain(first, act, gets, now), reasonCode: first.reason.code };
}

function running(openedAt: Instant, caseId: string, { first, act }: Foreseen): Outcome {
  const next = act ? ` Next, ${actPhrase(act.act)} on ${act.at.slice(0, 10)}.` : '';
  const why = first.kind === 'wait' && !timing.has(first.reason.code) ? ` It waits, because ${reasonPhrase(first.reason)}.` : '';
  const reason = `Being collected since ${openedAt.slice(0, 10)} (${caseId}).${why}${next}`;
  return { decision: 'RUNNING', gets: false, ...planned(act), reason, reasonCode: 'RUNNING' };
}

function planned(act: Foreseen['act']): Pick<Decided, 'plannedStep' | 'plannedAt' | 'plannedAct'> {
  return act ? { plannedStep: act.act.step, plannedAt: act.at, plannedAct: act.act } : { plannedStep: null, plannedAt: null, plannedAct: null };
}

function explain(first: Verdict, act: Foreseen['act'], gets: boolean, now: Instant): string {
  const because = reasonPhrase(first.reason);
  if (gets && act) return `${capital(actPhrase(act.act))}${act.at === now ? ' at once' : ` on ${act.at.slice(0, 10)}`}, because ${reasonPhrase(act.reason)}.`;
  if (first.kind === 'wait' && act) return `Nothing yet, because ${because}. If nothing changes, ${actPhrase(act.act)} on ${act.at.slice(0, 10)}.`;
  return `Nothing, because ${because}.`;
}

/** Leaves out the hour: it moves with the clock while nothing changes. */
function say({ overdue, gets, decision, plannedAct, plannedAt, reasonCode }: Omit<Decided, 'said'>, facts: AccountFacts): string {
  const amounts = Object.entries(overdue)
    .map(([currency, minor]) => `${toDecimal(minor, currency)} ${currency}`)
    .sort()
    .join(' + ');
  const day: Day | null = plannedAt && dayOf(plannedAt, debtorZone(facts));
  const will = plannedAct ? `${actText(plannedAct)} on ${day}` : 'nothing';
  return `${amounts || '0'} overdue: ${gets ? will : `nothing (${decision === 'RUNNING' ? 'being collected' : reasonCode}), then ${will}`}`;
}

function actText(act: Act): string {
  switch (act.kind) {
    case 'contact':
      return `${act.step} round ${act.round} by ${act.channel} to ${act.address.replaceAll('\n', ', ')}`;
    case 'draft':
      return `${act.step} round ${act.round} by ${act.channel} to ${act.address.replaceAll('\n', ', ')}, once a ${act.role} approves`;
    case 'task':
      return `${act.task} task${act.step ? ` of ${act.step}` : ''}`;
    case 'credit-hold':
      return `credit hold ${act.hold}`;
    case 'place':
      return `${act.step}: placement with ${act.agency}`;
    case 'write-off':
      return `${act.step}: write-off`;
    case 'charge':
      return `${act.step ? `${act.step}: ` : ''}fees and interest`;
    default:
      return act satisfies never;
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
