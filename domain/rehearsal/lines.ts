import { dayOf, type Day, type Instant } from '../calendar/day.js';
import type { Amounts } from '../money/minor.js';
import { chosenPhrase, type Chosen } from '../policy/assignment.js';
import type { Policy } from '../policy/types.js';
import { askedFor } from '../rule/asked.js';
import { levelsOf } from '../rule/levels.js';
import { actPhrase, daysText, reasonPhrase, verdictSentence } from '../rule/sentence.js';
import { takeStock } from '../rule/standing.js';
import type { Act, Assessment, ChargeAct, ContactAct, DraftAct, PassedStep, Reason, Verdict } from '../verdict.js';
import type { AgendaLine } from './agenda.js';
import { factsOf, playsOf } from './strands.js';
import { numbersOf, type World } from './world.js';

/** An account that is being played. A change of policy changes `policy`. */
export interface Play {
  world: World;
  policy: Policy;
  readonly zone: string;
  /** What chose the policy; null or left out where no assignment was given. */
  chosen?: Chosen | null;
  /** The day on which its state and classes were last followed. */
  followedOn?: Day;
  /** The strand that is played, with the account's own policy; left out: the account as a whole. */
  strand?: { id: string; own: Policy };
}

type Blank = Omit<AgendaLine, 'kind' | 'sentence'>;

/** A line of which only the account and the moment are known. */
export function blank(play: Play, at: Instant): Blank {
  const { world, zone, policy, strand } = play;
  return {
    date: dayOf(at, zone),
    at,
    account: world.base.accountId,
    case: world.base.case?.id ?? null,
    step: null,
    round: null,
    channel: null,
    to: null,
    items: [],
    amounts: {},
    result: null,
    reason: null,
    policyLine: null,
    level: levelOf(play, at),
    policy: policy.name,
    ...(strand && strand.id !== '' && { strand: strand.id }),
  };
}

/** How far up the ladder the running case is at an instant: from 1; 0 before the first step. */
export function levelOf(play: Play, at: Instant): number {
  if (play.world.base.steps.length === 0) return 0;
  const climbing = play.strand ? play : (playsOf(play, at)[0] ?? play);
  return levelsOf(factsOf(climbing, at), climbing.policy).account;
}

/** A line with what an assessment was made on: what is asked for, and why. Where nothing is, what is past due. */
export function lineOf(play: Play, now: Instant, { verdict }: Assessment): Blank {
  const facts = factsOf(play, now);
  const standing = takeStock(facts, play.policy, dayOf(now, play.zone));
  const asked = askedFor(facts, play.policy, standing, verdict.kind === 'act' ? verdict.act : { step: null });
  const overdue = facts.items.filter((item) => item.openMinor !== 0 && item.dueOn < standing.today);
  const invoices = new Map((facts.charges ?? []).filter(({ onInvoice }) => onInvoice).map(({ id, itemIds }) => [id, itemIds[0] ?? id]));
  return {
    ...blank(play, now),
    items: numbersOf(
      play.world,
      (asked.items.length > 0 ? asked.items : overdue).map(({ id }) => invoices.get(id) ?? id),
    ),
    amounts: nonZero(asked.amounts),
    ...(Object.keys(asked.charges).length > 0 && { charges: asked.charges }),
    reason: verdict.reason,
    policyLine: verdict.reason.line,
    step: stepOf(verdict.reason),
  };
}

/** What chose the policy, for a line; nothing where no assignment was given. */
export function assignmentOf({ chosen }: Pick<Play, 'chosen'>): Pick<AgendaLine, 'assignment'> {
  return chosen ? { assignment: { by: chosen.by, line: chosen.line } } : {};
}

/** The opening of a case. */
export function opening(play: Play, assessment: Assessment, now: Instant): AgendaLine {
  return {
    ...lineOf(play, now, assessment),
    kind: 'open',
    result: play.world.base.case?.entryStep ?? null,
    ...assignmentOf(play),
    sentence: `A case is opened, ${daysText(assessment.daysPastDue ?? 0)} past due${play.chosen ? `, by the policy ${play.policy.name}: ${chosenPhrase(play.chosen)}` : ''}.`,
  };
}

/** A step that is left behind without an act. */
export function leaving(play: Play, assessment: Assessment, { step, round, result, reason, itemIds }: PassedStep, now: Instant): AgendaLine {
  const sentence = `The step ${step} is left behind (${result.toLowerCase()}), because ${reasonPhrase(reason)}.`;
  const line = { ...lineOf(play, now, assessment), ...(itemIds && { items: numbersOf(play.world, itemIds) }) };
  return { ...line, kind: 'level', step, round, result, reason, policyLine: reason.line, sentence };
}

const deferring: ReadonlySet<Reason['code']> = new Set([
  'OUTSIDE_WINDOW',
  'FREQUENCY',
  'MIN_GAP',
  'ONE_A_DAY',
  'LEDGER_TOO_OLD',
  'FREQ_CAP',
  'FREQ_AFTER_CONVERSATION',
  'QUIET_HOURS',
  'HOLIDAY',
  'DEBTOR_INCONVENIENT',
  'RETRY_LATER',
]);
const blocking: ReadonlySet<Reason['code']> = new Set([
  'ON_HOLD',
  'ALL_DISPUTED',
  'PLAN_RUNNING',
  'PAYMENT_PENDING',
  'PLACED',
  'ADDRESS_SUPPRESSED',
  'UNREACHABLE',
  'DRAFT_WAITING',
  'NO_CONSENT',
  'CHANNEL_PROHIBITED',
  'EXCLUDED_BY_POLICY',
]);

/** A wait: a deferral by the gate, something that stands in the way, or just not yet. */
export function waiting(play: Play, now: Instant, assessment: Assessment, verdict: Extract<Verdict, { kind: 'wait' }>): AgendaLine {
  const { code } = verdict.reason;
  const kind = deferring.has(code) ? 'deferral' : blocking.has(code) ? 'block' : 'wait';
  return { ...lineOf(play, now, assessment), kind, result: verdict.until, sentence: verdictSentence(verdict) };
}

/** An act. */
export function acting(play: Play, now: Instant, assessment: Assessment, act: Exclude<Act, ChargeAct>, reason: Reason): AgendaLine {
  const line = { ...lineOf(play, now, assessment), step: act.step, round: act.round, sentence: `${capital(actPhrase(act))}, because ${reasonPhrase(reason)}.` };
  switch (act.kind) {
    case 'contact':
      return { ...line, kind: 'contact', ...messageOf(act) };
    case 'draft':
      return { ...line, kind: 'draft', ...messageOf(act), result: 'WAITING' };
    case 'task':
      return {
        ...line,
        kind: 'task',
        channel: act.task === 'CALL' ? 'call' : null,
        to: act.task,
        ...(act.title && { task: { title: act.title, role: act.role ?? '', dueOn: act.dueOn } }),
      };
    case 'credit-hold':
      return { ...line, kind: 'credit-hold', result: act.hold === 'on' ? 'ON' : 'OFF', actions: [`credit-hold-${act.hold}`] };
    case 'place':
      return { ...line, kind: 'placement', to: act.agency, result: 'REQUESTED' };
    case 'write-off':
      return { ...line, kind: 'write-off', result: 'RECOMMENDED' };
    default:
      return act satisfies never;
  }
}

function messageOf({ channel, address, deadlineOn, cc, language, template }: ContactAct | DraftAct) {
  return { channel, to: address, deadlineOn, cc: cc ?? [], language, template };
}

/** The end of a case. */
export function closing(play: Play, now: Instant, assessment: Assessment, verdict: Extract<Verdict, { kind: 'close' }>): AgendaLine {
  return { ...lineOf(play, now, assessment), kind: 'close', result: verdict.outcome, sentence: verdictSentence(verdict) };
}

/** What the rule says on a day on which it need not be asked. */
export function explaining(play: Play, now: Instant, assessment: Assessment): AgendaLine {
  const { verdict, daysPastDue } = assessment;
  const result = verdict.kind === 'wait' ? verdict.until : verdict.kind;
  const age = daysPastDue === null ? 'Nothing to collect is past due' : `${daysText(daysPastDue)} past due`;
  const idle = verdict.kind === 'close' && play.world.base.case === null;
  const said = idle ? `No case is opened, because ${reasonPhrase(verdict.reason)}.` : verdictSentence(verdict);
  return { ...lineOf(play, now, assessment), kind: 'reason', result, sentence: `${age}. ${said}` };
}

function stepOf({ figures }: Reason): string | null {
  return typeof figures['step'] === 'string' ? figures['step'] : null;
}

function nonZero(amounts: Amounts): Amounts {
  return Object.fromEntries(Object.entries(amounts).filter(([, minor]) => minor !== 0));
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
