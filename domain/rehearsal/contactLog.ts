/** The log of contacts by hand, and what becomes of the tasks that they close. */
import { addDays, dayOf, type Day } from '../calendar/day.js';
import type { ContactMadeFacts, TaskFacts } from '../facts.js';
import { roundByHand } from '../rule/byHand.js';
import { debtorZone } from '../rule/debtorZone.js';
import { addressesOf } from '../rule/reach.js';
import { debitsNamed } from './debitsNamed.js';
import type { EventOf } from './event.js';
import { openTask } from './followUps.js';
import type { Happened, TaskFollowing } from './happen.js';
import type { Play } from './lines.js';
import { factsOf, playFor } from './strands.js';
import { find, personId } from './whom.js';
import { nextId, remember, type World } from './world.js';

function idsOf(world: World, debts: readonly string[]): { ids: number[] } | { unknown: string } {
  const unknown = debts.find((debt) => debitsNamed(world, debt).length === 0);
  return unknown === undefined ? { ids: debts.flatMap((debt) => debitsNamed(world, debt).map(({ id }) => id)) } : { unknown };
}

/** Writes a call or message by hand into the contact log; a call that went out closes the call task that waits for it. */
export function logContact(play: Play, event: EventOf<'call' | 'contact'>): Happened {
  const { world } = play;
  const { base } = world;
  const step = event.step ?? null;
  const about = idsOf(world, event.debts ?? []);
  if ('unknown' in about) return { refused: `${about.unknown} is no item of ${event.accountId}` };
  const stands = standsFor(play, event, step, about.ids);
  if ('why' in stands) return { refused: stands.why };
  const outcome = event.type === 'call' ? event.outcome : null;
  const made: ContactMadeFacts = {
    key: nextId(world, 'made-'),
    caseId: stands.caseId,
    step,
    round: stands.round,
    channel: event.type === 'call' ? 'call' : event.channel,
    direction: event.direction,
    automatic: false,
    status: 'RECORDED',
    at: event.at,
    attempt: 1,
    notBefore: null,
    contactId: event.person === null ? null : personId(world, event.person),
    outcome,
    ...(about.ids.length > 0 && { itemIds: about.ids }),
    ...(event.type === 'call' && event.number !== null && { address: event.number }),
    ...(event.type === 'call' && event.place && { place: event.place }),
  };
  const onDay = dayOf(event.at, debtorZone(base));
  const wrong = event.type === 'call' && event.outcome === 'WRONG_NUMBER' ? numberOf(world, event) : undefined;
  if (wrong === null) return { refused: 'which number is wrong? Name the number, or a person who has one' };
  const itemIds = about.ids.length > 0 ? about.ids : null;
  remember(world, { made, steps: step === null ? [] : [{ step, round: stands.round, result: 'TAKEN', onDay, itemIds, strand: stands.strand }] });
  if (wrong !== undefined) base.suppressions = [...base.suppressions, { address: wrong, channel: 'call', kind: 'INVALID' }];
  if (event.id !== null) world.names.set(event.id, made.key);
  if (event.type === 'contact') return { told: `Contact by ${event.channel} (${event.direction})` };
  const opens = event.direction === 'OUT' ? followCall(world, event, onDay) : null;
  return { told: `Call (${event.direction}): ${event.outcome}`, ...(opens && { opens }) };
}

/** The step that a contact stands for, of the strand of the items that it is about. */
function standsFor(play: Play, { at }: EventOf<'call' | 'contact'>, step: string | null, itemIds: readonly number[]) {
  if (step === null) return { round: 0, caseId: play.world.base.case?.id ?? null, strand: null };
  const of = playFor(play, at, { itemIds });
  const facts = factsOf(of, at);
  const stands = roundByHand(facts, of.policy, step);
  return 'why' in stands ? stands : { ...stands, caseId: facts.case?.id ?? null, strand: of.strand?.id ?? null };
}

/** The number that was called: as it was said, else that of the person. */
function numberOf({ base }: World, { number, person }: EventOf<'call'>): string | null {
  const known = person === null ? undefined : find(base.contacts, person);
  return number ?? (known ? (addressesOf(known, 'call')[0] ?? null) : null);
}

/** Closes the call task that waits for it; what live follows from its outcome follows here. */
function followCall(world: World, { outcome, callBackOn, at }: EventOf<'call'>, today: Day): TaskFollowing | null {
  const closed = closeTask(world, 'CALL', outcome, at);
  if (!closed || (outcome !== 'WRONG_NUMBER' && outcome !== 'CALL_BACK')) return null;
  const opens: TaskFollowing = outcome === 'CALL_BACK' ? { task: 'CALL', dueOn: callBackOn ?? today } : { task: 'FIND_CONTACT', dueOn: addDays(today, 1) };
  const { id, step, round } = closed;
  openTask(world, { key: `${id}/${opens.task}`, kind: opens.task, step, round }, at);
  return opens;
}

/** Closes the oldest open task of a kind; answers which, if there was one. */
export function closeTask(world: World, kind: EventOf<'task-done'>['task'], outcome: string, at: string): TaskFacts | null {
  const open = world.base.tasks.find((task) => task.kind === kind && task.status === 'OPEN');
  if (open) world.base.tasks = world.base.tasks.map((task) => (task === open ? { ...task, status: 'DONE', outcome, closedAt: at } : task));
  return open ?? null;
}

/** A correction takes the place of what it corrects from then on; what was decided before stays decided. */
export function correct(world: World, event: EventOf<'call-corrected'>): Happened {
  const key = world.names.get(event.call) ?? event.call;
  if (!world.base.contactsMade.some((made) => made.key === key)) return { refused: `there is no call ${event.call}; give the call an id and name it here` };
  const about = idsOf(world, event.debts ?? []);
  if ('unknown' in about) return { refused: `${about.unknown} is no item of ${event.accountId}` };
  const corrected = (made: ContactMadeFacts): ContactMadeFacts => ({
    ...made,
    outcome: event.outcome ?? made.outcome,
    direction: event.direction ?? made.direction,
    contactId: event.person ? personId(world, event.person) : made.contactId,
    ...(event.debts && { itemIds: about.ids }),
    ...(event.number && { address: event.number }),
    ...(event.place && { place: event.place }),
  });
  world.base.contactsMade = world.base.contactsMade.flatMap((made) => (made.key !== key ? [made] : event.removed ? [] : [corrected(made)]));
  return { told: `Call ${event.call} ${event.removed ? 'struck out' : 'corrected'}` };
}
