/** Messages that wait for an approval, in a rehearsal. */
import { dayOf, type Instant } from '../calendar/day.js';
import type { DraftFacts } from '../draft.js';
import { lapseOf, openDrafts, withoutDrafts } from '../rule/drafts.js';
import { debtorZone } from '../rule/debtorZone.js';
import { reasonPhrase } from '../rule/sentence.js';
import type { EndedDraft, Reason } from '../verdict.js';
import type { AgendaLine, DraftState } from './agenda.js';
import { debitsNamed } from './debitsNamed.js';
import type { EventOf } from './event.js';
import type { Happened } from './happen.js';
import { blank, type Play } from './lines.js';
import { factsOf, playsOf } from './strands.js';
import { factsAt, numbersOf, type World } from './world.js';

/** The draft that waits longest; of the named step, or about the named item; and the play of the strand that it is of. */
export function waitingDraft(play: Play, { at, step, item }: EventOf<'approval'>): { draft: DraftFacts; of: Play } | null {
  const ids = item ? debitsNamed(play.world, item).map(({ id }) => id) : null;
  const isMeant = (draft: DraftFacts) => (!step || draft.step === step) && (ids === null || draft.asked.some(({ itemId }) => ids.includes(itemId)));
  return allDrafts(play, at).find(({ draft }) => draft.status === 'WAITING' && isMeant(draft)) ?? null;
}

/** Decides on the draft that is meant. */
export function decideDraft(play: Play, event: EventOf<'approval'>): Happened {
  const { world } = play;
  const waiting = waitingDraft(play, event);
  if (!waiting) return { refused: `no notice${event.step ? ` of the step ${event.step}` : ''}${event.item ? ` about ${event.item}` : ''} waits for approval` };
  const { draft, of } = waiting;
  const step = of.policy.ladder.find(({ id }) => id === draft.step);
  const today = dayOf(event.at, debtorZone(world.base));
  const lapsesOn = event.decision === 'APPROVED' && step ? lapseOf(step, of.policy, today) : draft.lapsesOn;
  change(world, draft.id, { status: event.decision, lapsesOn, reason: event.reason });
  return { told: `The notice ${draft.step} was ${event.decision.toLowerCase()}` };
}

/** All drafts that are open, of whichever strand, oldest first. */
function allDrafts(play: Play, at: Instant): { draft: DraftFacts; of: Play }[] {
  const order = new Map((play.world.base.drafts ?? []).map(({ id }, n) => [id, n]));
  const open = playsOf(play, at).flatMap((of) => openDrafts(factsOf(of, at)).map((draft) => ({ draft, of })));
  return open.toSorted((a, b) => (order.get(a.draft.id) ?? 0) - (order.get(b.draft.id) ?? 0));
}

/** What was decided on a draft, on its line. */
export function decidedDraft({ at, decision }: EventOf<'approval'>, { draft, of }: { draft: DraftFacts; of: Play }): AgendaLine {
  return draftLine(of, at, draft, decision, `The message of the step ${draft.step} is ${decision.toLowerCase()}.`, null);
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
  return allDrafts(play, at).map(({ draft: { step, round, role, status, lapsesOn, asked }, of }) => {
    const policy = of.strand && { policy: of.policy.name };
    return { step, round, role, status, lapsesOn, items: itemsOf(play.world, asked), ...policy };
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
