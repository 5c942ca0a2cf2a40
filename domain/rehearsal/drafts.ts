/** Messages that wait for an approval, in a rehearsal. */
import { dayOf, type Instant } from '../calendar/day.js';
import type { DraftFacts } from '../draft.js';
import type { Policy } from '../policy/types.js';
import { lapseOf, openDrafts, withoutDrafts } from '../rule/drafts.js';
import { debtorZone } from '../rule/debtorZone.js';
import { reasonPhrase } from '../rule/sentence.js';
import type { EndedDraft, Reason } from '../verdict.js';
import type { AgendaLine, DraftState } from './agenda.js';
import { debitsNamed } from './debitsNamed.js';
import type { EventOf } from './event.js';
import type { Happened } from './happen.js';
import { blank, type Play } from './lines.js';
import { factsAt, numbersOf, type World } from './world.js';

/** The draft that waits longest; of the named step, or about the named item. */
export function waitingDraft(world: World, { at, step, item }: EventOf<'approval'>): DraftFacts | null {
  const ids = item ? debitsNamed(world, item).map(({ id }) => id) : null;
  const isMeant = (draft: DraftFacts) => (!step || draft.step === step) && (ids === null || draft.asked.some(({ itemId }) => ids.includes(itemId)));
  return openDrafts(factsAt(world, at)).find((draft) => draft.status === 'WAITING' && isMeant(draft)) ?? null;
}

/** Decides on the draft that is meant. */
export function decideDraft(world: World, policy: Policy, event: EventOf<'approval'>): Happened {
  const waiting = waitingDraft(world, event);
  if (!waiting) return { refused: `no notice${event.step ? ` of the step ${event.step}` : ''}${event.item ? ` about ${event.item}` : ''} waits for approval` };
  const step = policy.ladder.find(({ id }) => id === waiting.step);
  const today = dayOf(event.at, debtorZone(world.base));
  const lapsesOn = event.decision === 'APPROVED' && step ? lapseOf(step, policy, today) : waiting.lapsesOn;
  change(world, waiting.id, { status: event.decision, lapsesOn, reason: event.reason });
  return { told: `The notice ${waiting.step} was ${event.decision.toLowerCase()}` };
}

/** What was decided on a draft, on its line. */
export function decidedDraft(play: Play, { at, decision }: EventOf<'approval'>, draft: DraftFacts): AgendaLine {
  return draftLine(play, at, draft, decision, `The message of the step ${draft.step} is ${decision.toLowerCase()}.`, null);
}

/** Ends drafts as an assessment says, each with its line. */
export function* endDrafts(play: Play, ended: readonly EndedDraft[], now: Instant): Generator<AgendaLine> {
  if (ended.length === 0) return;
  const known = new Map((play.world.base.drafts ?? []).map((draft) => [draft.id, draft]));
  play.world.base = { ...play.world.base, drafts: withoutDrafts(factsAt(play.world, now), ended).drafts ?? [] };
  for (const draft of ended) {
    const sentence = `The message of the step ${draft.step} ${draft.result === 'LAPSED' ? 'has lapsed' : `is ${draft.result.toLowerCase()}`}, because ${reasonPhrase(draft.reason)}.`;
    yield draftLine(play, now, { asked: [], ...known.get(draft.id), ...draft }, draft.result, sentence, draft.reason);
  }
}

/** The drafts that wait, or are approved and not yet sent. */
export function draftStates(play: Play, at: Instant): DraftState[] {
  return openDrafts(factsAt(play.world, at)).map(({ step, round, role, status, lapsesOn, asked }) => {
    return { step, round, role, status, lapsesOn, items: itemsOf(play.world, asked) };
  });
}

function draftLine(
  play: Play,
  at: Instant,
  { step, round, asked }: Pick<DraftFacts, 'step' | 'round' | 'asked'>,
  result: string,
  sentence: string,
  reason: Reason | null,
): AgendaLine {
  const policyLine = play.policy.ladder.find(({ id }) => id === step)?.line ?? null;
  return { ...blank(play, at), kind: 'draft', step, round, items: itemsOf(play.world, asked), result, reason, policyLine, sentence };
}

function itemsOf(world: World, asked: DraftFacts['asked']): string[] {
  return numbersOf(
    world,
    asked.map(({ itemId }) => itemId),
  );
}

function change({ base }: World, id: string, to: Partial<DraftFacts>): void {
  base.drafts = (base.drafts ?? []).map((draft) => (draft.id === id ? { ...draft, ...to } : draft));
}
