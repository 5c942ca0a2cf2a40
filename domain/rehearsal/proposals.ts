/** What becomes of placements and write-offs once they are proposed: as live, without the paper. */
import { addDays, type Day, type Instant } from '../calendar/day.js';
import type { PlacementFacts, WriteOffFacts } from '../facts.js';
import { claimsAsked, takeStock, type Claim } from '../rule/standing.js';
import type { ReasonCode } from '../verdict.js';
import type { AgendaLine } from './agenda.js';
import { bookWriteOff } from './book.js';
import { followUp } from './followUps.js';
import { blank, type Play } from './lines.js';
import { movePlan } from './plans.js';
import { playFor } from './strands.js';
import { factsAt, numbersOf, openItemsOn } from './world.js';

/** Days after the hand-over on which a missing acknowledgement is asked for. */
const acknowledgeDays = 7;

/** Attends all placements and write-offs that are under way. */
export function attendProposals(play: Play, now: Instant, today: Day): AgendaLine[] {
  const { base } = play.world;
  return [
    ...settlements(play, now, today),
    ...base.placements.flatMap((each) => attendPlacement(playFor(play, now, each), now, today, each)),
    ...base.writeOffs.flatMap((each) => attendWriteOff(playFor(play, now, each), now, today, each)),
  ];
}

/** A settlement that nobody approved in time is declined. */
function settlements(play: Play, now: Instant, today: Day): AgendaLine[] {
  const { world } = play;
  return [...world.proposals].flatMap(([id, { about, expiresOn }]): AgendaLine[] => {
    if (about !== 'settlement' || expiresOn > today) return [];
    world.proposals.delete(id);
    movePlan(world, id, 'DECLINED');
    return [{ ...blank(play, now), kind: about, result: 'EXPIRED', sentence: 'The settlement was not decided in time.' }];
  });
}

function attendPlacement(play: Play, now: Instant, today: Day, placement: PlacementFacts): AgendaLine[] {
  switch (placement.status) {
    case 'REQUESTED':
      return awaitPlacement(play, now, today, placement);
    case 'APPROVED':
      return handOver(play, now, today, placement);
    case 'PLACED':
      return watchPlaced(play, now, today, placement);
    case 'DECLINED':
      return giveBack(play, now, 'placement', placement, 'DECLINED');
    case 'RETURNED':
      return giveBack(play, now, 'placement', placement, 'RETURNED');
    case 'RECALLED':
    case 'CLOSED':
      return [];
    default:
      return placement.status satisfies never;
  }
}

function awaitPlacement(play: Play, now: Instant, today: Day, { id, itemIds }: PlacementFacts): AgendaLine[] {
  if (isCleared(play, today, itemIds)) return movePlacement(play, now, id, 'CLOSED', 'The placement is not needed any more: nothing is open.');
  if (!lapses(play, id, today)) return [];
  const lines = movePlacement(play, now, id, 'DECLINED', 'The placement was not decided in time.', 'EXPIRED');
  return [...lines, ...giveBack(play, now, 'placement', { id, itemIds }, 'APPROVAL_EXPIRED')];
}

/** Hands over what is still to be collected; while that is nothing, or the account is on hold, it waits for another day. */
function handOver(play: Play, now: Instant, today: Day, { id, itemIds }: PlacementFacts): AgendaLine[] {
  const { world, policy } = play;
  if (isCleared(play, today, itemIds)) return movePlacement(play, now, id, 'CLOSED', 'The placement is not needed any more: nothing is open.');
  const facts = factsAt(world, now);
  const others = { ...facts, placements: facts.placements.filter((placement) => placement.id !== id) };
  const standing = takeStock(others, policy, today);
  const { holds } = standing;
  const placed = claimsAsked(standing)
    .filter(({ item }) => itemIds.includes(item.id))
    .map(({ item }) => item.id);
  if (placed.length === 0 || holds.length > 0) return [];
  world.base.placements = world.base.placements.map((each) => (each.id === id ? { ...each, itemIds: placed } : each));
  world.names.set(`placed ${id}`, today);
  const lines = movePlacement(play, now, id, 'PLACED', `The debt is handed over to ${policy.placement.agency}.`);
  return [...lines, ...handOverTask(play, now, id, placed, 'handover', 'HANDED_OVER')];
}

/** Recalls what was paid or took too long; asks for an acknowledgement that does not come. */
function watchPlaced(play: Play, now: Instant, today: Day, { id, itemIds }: PlacementFacts): AgendaLine[] {
  const placedOn = play.world.names.get(`placed ${id}`) ?? today;
  const cleared = isCleared(play, today, itemIds);
  if (cleared || today >= addDays(placedOn, play.policy.placement.recallAfterDays)) {
    const lines = movePlacement(play, now, id, 'RECALLED', `The placement is recalled: ${cleared ? 'paid' : 'time is up'}.`);
    return [...lines, ...handOverTask(play, now, id, itemIds, 'recall', 'RECALLED')];
  }
  return today >= addDays(placedOn, acknowledgeDays) ? handOverTask(play, now, id, itemIds, 'acknowledge', 'HANDED_OVER') : [];
}

function handOverTask(play: Play, now: Instant, id: string, itemIds: readonly number[], what: string, code: ReasonCode): AgendaLine[] {
  return followUp(play, now, {
    key: `placement/${id}/${what}`,
    task: 'RECORD_HANDOVER',
    code,
    figures: { agency: play.policy.placement.agency, why: null },
    itemIds,
  });
}

function movePlacement(play: Play, now: Instant, id: string, status: PlacementFacts['status'], sentence: string, result: string = status): AgendaLine[] {
  const { world } = play;
  world.proposals.delete(id);
  world.base.placements = world.base.placements.map((each) => (each.id === id ? { ...each, status } : each));
  const moved = world.base.placements.find((each) => each.id === id);
  return [{ ...blank(play, now), kind: 'placement', to: play.policy.placement.agency, items: numbersOf(world, moved?.itemIds ?? []), result, sentence }];
}

function attendWriteOff(play: Play, now: Instant, today: Day, request: WriteOffFacts): AgendaLine[] {
  const { id, itemIds, status } = request;
  switch (status) {
    case 'REQUESTED':
      if (isCleared(play, today, itemIds)) return moveWriteOff(play, now, id, 'EXPIRED', 'The write-off is not needed any more: nothing is open.', 'CLOSED');
      if (!lapses(play, id, today)) return [];
      return [
        ...moveWriteOff(play, now, id, 'EXPIRED', 'The write-off was not decided in time.'),
        ...giveBack(play, now, 'write-off', request, 'APPROVAL_EXPIRED'),
      ];
    case 'APPROVED':
      return book(play, now, today, request);
    case 'DECLINED':
      return giveBack(play, now, 'write-off', request, 'DECLINED');
    case 'EXPIRED':
    case 'BOOKED':
    case 'REVERSED':
      return [];
    default:
      return status satisfies never;
  }
}

/** Books what is still to be collected of the request, and never more than was approved. */
function book(play: Play, now: Instant, today: Day, request: WriteOffFacts): AgendaLine[] {
  const { world, policy } = play;
  const left: Record<string, number> = { ...world.proposals.get(request.id)?.amounts };
  const within = claimsAsked(takeStock(factsAt(world, now), policy, today)).flatMap(({ item, minor }): Claim[] => {
    const covered = request.itemIds.includes(item.id) ? Math.min(minor, left[item.currency] ?? 0) : 0;
    left[item.currency] = (left[item.currency] ?? 0) - covered;
    return covered > 0 ? [{ item, minor: covered }] : [];
  });
  if (within.length === 0) {
    const lines = moveWriteOff(play, now, request.id, 'DECLINED', 'Nothing was left to write off.');
    return [...lines, ...giveBack(play, now, 'write-off', request, 'DECLINED')];
  }
  bookWriteOff(world, within, today);
  return moveWriteOff(play, now, request.id, 'BOOKED', 'The write-off is booked.');
}

function moveWriteOff(play: Play, now: Instant, id: string, status: WriteOffFacts['status'], sentence: string, result: string = status): AgendaLine[] {
  const { world } = play;
  world.proposals.delete(id);
  world.base.writeOffs = world.base.writeOffs.map((each) => (each.id === id ? { ...each, status } : each));
  return [{ ...blank(play, now), kind: 'write-off', result, sentence }];
}

/** The collector's task once a proposal came to nothing. */
function giveBack(
  play: Play,
  now: Instant,
  about: 'placement' | 'write-off',
  { id, itemIds }: Pick<PlacementFacts, 'id' | 'itemIds'>,
  code: ReasonCode,
): AgendaLine[] {
  const figures = { what: about, agency: play.policy.placement.agency, why: null };
  return followUp(play, now, { key: `${about}/${id}/review`, task: 'REVIEW_ACCOUNT', code, figures, itemIds });
}

function lapses({ world }: Play, id: string, today: Day): boolean {
  const proposal = world.proposals.get(id);
  return proposal !== undefined && proposal.expiresOn <= today;
}

function isCleared({ world }: Play, today: Day, itemIds: readonly number[]): boolean {
  return !openItemsOn(world, today).some(({ id }) => itemIds.includes(id));
}
