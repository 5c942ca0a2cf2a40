import { addDays, dayOf, instantOf, isBefore, type Day, type Instant } from '../calendar/day.js';
import type { Amounts } from '../money/minor.js';
import type { Policy } from '../policy/types.js';
import { assess } from '../rule/assess.js';
import { debtorZone } from '../rule/debtorZone.js';
import { openCase } from '../rule/openCase.js';
import { actPhrase, reasonPhrase, verdictSentence } from '../rule/sentence.js';
import { takeStock } from '../rule/standing.js';
import type { Act, Assessment, Reason, Verdict } from '../verdict.js';
import type { AgendaLine } from './agenda.js';
import type { RehearsalEvent } from './event.js';
import { happen } from './happen.js';
import { factsAt, judgePlans, nextId, remember, type World } from './world.js';

/** The span of a rehearsal. Both days are played. */
export interface Span {
  from: Day;
  to: Day;
}

/** Hour of the daily enrolment, in the debtor's zone. */
const enrolmentHour = '06:00';

/**
 * Plays an account through a span of days by the very rule that runs live: events happen, the rule is asked, acts are taken as done.
 * Yields one line for each thing that would happen, in order. The world is changed on the way.
 */
export function* rehearse(world: World, policy: Policy, events: readonly RehearsalEvent[], span: Span): Generator<AgendaLine> {
  const zone = debtorZone(world.base);
  const end = instantOf(addDays(span.to, 1), '00:00', zone);
  const pending = [...events].sort((a, b) => (isBefore(a.at, b.at) ? -1 : isBefore(b.at, a.at) ? 1 : a.line - b.line));
  const play: Play = { world, policy, zone };
  let now = instantOf(span.from, '00:00', zone);
  let wake: Instant | null = instantOf(span.from, enrolmentHour, zone);
  while (isBefore(now, end)) {
    const nextEvent = pending[0]?.at ?? null;
    const nextDay = instantOf(addDays(dayOf(now, zone), 1), enrolmentHour, zone);
    now = [nextEvent, wake, nextDay].filter((at) => at !== null).reduce((first, at) => (isBefore(at, first) ? at : first));
    if (!isBefore(now, end)) return;
    let changed = wake !== null && !isBefore(now, wake);
    while (pending[0] && !isBefore(now, pending[0].at)) {
      const event = pending.shift();
      if (event) yield* tell(play, event);
      changed = true;
    }
    for (const line of overnight(play, now)) {
      yield line;
      changed = true;
    }
    if (!changed && world.base.case) continue;
    wake = yield* turns(play, now);
  }
}

interface Play {
  world: World;
  policy: Policy;
  zone: string;
}

function* tell({ world, policy, zone }: Play, event: RehearsalEvent): Generator<AgendaLine> {
  const happened = happen(world, event, policy);
  const kind = 'refused' in happened ? 'refused' : 'event';
  const sentence = 'refused' in happened ? `Line ${event.line}: ${event.type} refused: ${happened.refused}` : happened.told;
  yield { ...blank({ world, policy, zone }, event.at), kind, result: event.type, sentence };
}

/** What the night changes by itself: plans that are kept or broken, disputes whose answer is late, approvals that expire. */
function overnight(play: Play, now: Instant): AgendaLine[] {
  const { world, zone } = play;
  const today = dayOf(now, zone);
  const plans = judgePlans(world, today).map(({ plan, before }): AgendaLine => ({
    ...blank(play, now), kind: 'plan', result: plan.status, items: numbersOf(world, plan.itemIds), sentence: `The ${plan.kind.toLowerCase()} ${plan.id} is ${plan.status}, after ${before}.`,
  }));
  const late = world.base.disputes.filter(({ respondBy, id }) => respondBy < today && !world.names.has(`late ${id}`));
  const disputes = late.map(({ id, respondBy, items }): AgendaLine => {
    world.names.set(`late ${id}`, id);
    return { ...blank(play, now), kind: 'dispute', result: 'LATE', items: numbersOf(world, items.map(({ itemId }) => itemId)), sentence: `The dispute ${id} was to be answered by ${respondBy}; a manager is asked.` };
  });
  return [...plans, ...disputes, ...expired(play, now, today)];
}

function expired(play: Play, now: Instant, today: Day): AgendaLine[] {
  const { world } = play;
  return [...world.proposals].filter(([, { expiresOn }]) => expiresOn <= today).map(([id, { about }]) => {
    world.proposals.delete(id);
    if (about === 'placement') world.base.placements = world.base.placements.map((each) => (each.id === id ? { ...each, status: 'DECLINED' } : each));
    else world.base.writeOffs = world.base.writeOffs.map((each) => (each.id === id ? { ...each, status: 'EXPIRED' } : each));
    return { ...blank(play, now), kind: about, result: 'EXPIRED', sentence: `The ${about} was not decided in time.` };
  });
}

/** Asks the rule until it waits or closes; answers when to look again (null: at the next enrolment). */
function* turns(play: Play, now: Instant): Generator<AgendaLine, Instant | null> {
  const { world, policy, zone } = play;
  for (let turn = 0; turn < 50; turn++) {
    const facts = factsAt(world, now);
    const standing = takeStock(facts, policy, dayOf(now, zone));
    const opened = facts.case ?? openCase(facts, policy, standing, { lastEpisode: world.episodes, campaignId: null, now });
    const assessment = assess({ ...facts, case: opened }, policy, now);
    const { verdict } = assessment;
    if (!facts.case && verdict.kind === 'close') return null;
    if (!facts.case) yield open(play, opened, assessment, now);
    for (const passed of assessment.passed) {
      const onDay = dayOf(now, zone);
      remember(world, { step: { step: passed.step, round: passed.round, result: passed.result, onDay } });
      yield { ...lineOf(play, now, assessment), kind: 'level', step: passed.step, round: passed.round, result: passed.result, reason: passed.reason, policyLine: passed.reason.line, sentence: `The step ${passed.step} is left behind (${passed.result.toLowerCase()}), because ${reasonPhrase(passed.reason)}.` };
    }
    if (verdict.kind === 'wait') {
      yield waiting(play, now, assessment, verdict);
      return verdict.until;
    }
    if (verdict.kind === 'close') {
      yield { ...lineOf(play, now, assessment), kind: 'close', result: verdict.outcome, sentence: verdictSentence(verdict) };
      world.base = { ...world.base, case: null, steps: [], tasks: world.base.tasks.map((task) => (task.status === 'OPEN' ? { ...task, status: 'CANCELLED' } : task)) };
      return null;
    }
    yield acted(play, now, assessment, verdict);
    carryOut(play, verdict.act, now);
    if (isBefore(now, verdict.lookAgainAt)) return verdict.lookAgainAt;
  }
  throw new Error(`${world.base.accountId} does not come to rest at ${now}`);
}

function open({ world, policy, zone }: Play, opened: NonNullable<World['base']['case']>, assessment: Assessment, now: Instant): AgendaLine {
  world.episodes = opened.episode;
  world.base.case = opened;
  return { ...lineOf({ world, policy, zone }, now, assessment), kind: 'open', result: opened.entryStep, sentence: `A case is opened, ${assessment.daysPastDue ?? 0} days past due.` };
}

const deferring: ReadonlySet<Reason['code']> = new Set(['OUTSIDE_WINDOW', 'FREQUENCY', 'MIN_GAP', 'ONE_A_DAY', 'LEDGER_TOO_OLD']);
const blocking: ReadonlySet<Reason['code']> = new Set(['ON_HOLD', 'ALL_DISPUTED', 'PLAN_RUNNING', 'PLACED', 'ADDRESS_SUPPRESSED', 'UNREACHABLE']);

function waiting(play: Play, now: Instant, assessment: Assessment, verdict: Extract<Verdict, { kind: 'wait' }>): AgendaLine {
  const { code } = verdict.reason;
  const kind = deferring.has(code) ? 'deferral' : blocking.has(code) ? 'block' : 'wait';
  return { ...lineOf(play, now, assessment), kind, result: verdict.until, sentence: verdictSentence(verdict) };
}

function acted(play: Play, now: Instant, assessment: Assessment, { act, reason }: Extract<Verdict, { kind: 'act' }>): AgendaLine {
  const line = { ...lineOf(play, now, assessment), step: act.step, round: act.round, sentence: `${capital(actPhrase(act))}, because ${reasonPhrase(reason)}.` };
  switch (act.kind) {
    case 'contact':
      return { ...line, kind: 'contact', channel: act.channel, to: act.address };
    case 'task':
      return { ...line, kind: 'task', to: act.task };
    case 'place':
      return { ...line, kind: 'placement', to: act.agency, result: 'REQUESTED' };
    case 'write-off':
      return { ...line, kind: 'write-off', result: 'RECOMMENDED' };
    default:
      return act satisfies never;
  }
}

/** Takes an act as done. */
function carryOut({ world, policy, zone }: Play, act: Act, now: Instant): void {
  const onDay = dayOf(now, zone);
  const taken = act.step === null || (act.kind === 'task' && act.task !== 'CALL') ? {} : { step: { step: act.step, round: act.round, result: 'TAKEN' as const, onDay } };
  const expiresOn = addDays(onDay, policy.approvalExpiresDays);
  switch (act.kind) {
    case 'contact': {
      const { key, step, round, channel, contactId } = act;
      const caseId = world.base.case?.id ?? null;
      remember(world, { ...taken, made: { key, caseId, step, round, channel, direction: 'OUT', automatic: true, status: 'ACCEPTED', at: now, attempt: 1, notBefore: null, contactId, outcome: null } });
      return;
    }
    case 'task':
      remember(world, { ...taken, task: { id: nextId(world, 'task-'), key: act.key, kind: act.task, step: act.step, round: act.round, status: 'OPEN', outcome: null, openedAt: now, closedAt: null } });
      return;
    case 'place': {
      const id = nextId(world, 'placement-');
      remember(world, taken);
      world.base.placements = [...world.base.placements, { id, status: 'REQUESTED', itemIds: overdueIds(world, now, policy, zone) }];
      world.proposals.set(id, { about: 'placement', expiresOn });
      return;
    }
    case 'write-off': {
      const id = nextId(world, 'write-off-');
      remember(world, taken);
      world.base.writeOffs = [...world.base.writeOffs, { id, caseId: world.base.case?.id ?? null, status: 'REQUESTED', itemIds: overdueIds(world, now, policy, zone) }];
      world.proposals.set(id, { about: 'write-off', expiresOn });
      return;
    }
    default:
      return act satisfies never;
  }
}

function overdueIds(world: World, now: Instant, policy: Policy, zone: string): number[] {
  const facts = factsAt(world, now);
  const { today } = takeStock(facts, policy, dayOf(now, zone));
  return facts.items.filter((item) => item.openMinor > 0 && item.dueOn < today).map(({ id }) => id);
}

function lineOf(play: Play, now: Instant, { verdict, collectable }: Assessment): Omit<AgendaLine, 'kind' | 'sentence'> {
  const { world, zone } = play;
  const today = dayOf(now, zone);
  const items = factsAt(world, now).items.filter((item) => item.openMinor !== 0 && item.dueOn < today).map(({ id }) => id);
  return { ...blank(play, now), items: numbersOf(world, items), amounts: nonZero(collectable), reason: verdict.reason, policyLine: verdict.reason.line, step: stepOf(verdict.reason) };
}

function blank({ world, zone }: Play, at: Instant): Omit<AgendaLine, 'kind' | 'sentence'> {
  return {
    date: dayOf(at, zone), at, account: world.base.accountId, case: world.base.case?.id ?? null, step: null, round: null, channel: null, to: null, items: [],
    amounts: {}, result: null, reason: null, policyLine: null,
  };
}

function stepOf({ figures }: Reason): string | null {
  return typeof figures['step'] === 'string' ? figures['step'] : null;
}

function numbersOf(world: World, ids: readonly number[]): string[] {
  const wanted = new Set(ids);
  return world.items.filter(({ id }) => wanted.has(id)).map(({ number, instalment }) => (instalment === 0 ? number : `${number}/${instalment}`));
}

function nonZero(amounts: Amounts): Amounts {
  return Object.fromEntries(Object.entries(amounts).filter(([, minor]) => minor !== 0));
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
