import type { StepFacts } from '../steps.js';
import type { Instruction } from '../instructions.js';
import { ground, levelsOf } from '../rule/levels.js';
import { findPosition } from '../rule/position.js';
import { roundsOf } from '../rule/rounds.js';
import { takeStock } from '../rule/standing.js';
import { isOwn } from '../rule/strandNames.js';
import { debtorZone } from '../rule/debtorZone.js';
import { refuse, type Decided, type Situation } from './change.js';
import { inStrand } from './inStrand.js';
import { openDebits } from './items.js';
import type { Refusal } from './refuse.js';

type SetLevel = Extract<Instruction, { kind: 'set-level' }>;
type SkipNotice = Extract<Instruction, { kind: 'skip-notice' }>;

/** Sets the level of the account or of an item, up or down: as if the step had been taken today. Steps above become possible anew. */
export function setLevel({ level, item, reason }: SetLevel, asked: Situation): Decided {
  const { situation, strand } = ladderOf(item, asked);
  const { facts, policy, today } = situation;
  const about = whoseLevel(item, situation, { ...strand, beforeCase: situation.beforeCase });
  if ('refused' in about) return about;
  const step = level === 0 ? ground : policy.ladder[level - 1]?.id;
  if (step === undefined) return refuse('NO_SUCH_LEVEL', `The ladder of ${policy.name} has ${policy.ladder.length} steps; ${level} is none of them.`);
  const levels = levelsOf(facts, policy);
  const now = about.itemIds ? about.itemIds.map((id) => levels.items.get(id) ?? 0) : [levels.account];
  if (facts.case && now.every((each) => each === level)) return refuse('SAME_LEVEL', `${about.name} is at level ${level} already.`);
  const set: StepFacts = { step, round: roundsOf(facts).take(step), result: 'SET', onDay: today, ...(about.itemIds && { itemIds: about.itemIds }), ...strand };
  return { change: { change: 'steps-noted', kind: 'level-set', steps: [set], reason }, message: `Level of ${about.name} set to ${named(level, step)}.` };
}

/** Leaves the next step out, once: of the account, or of an item. */
export function skipNotice({ item, reason }: SkipNotice, asked: Situation): Decided {
  const { situation, strand } = ladderOf(item, asked);
  const { facts, policy, today } = situation;
  const about = whoseLevel(item, situation, strand);
  if ('refused' in about) return about;
  const only = item === undefined ? null : about.itemIds;
  const [rung] = findPosition(facts, policy, takeStock(facts, policy, today), debtorZone(facts), only).next;
  if (!rung) return refuse('NOTHING_TO_SKIP', `No step comes next for ${about.name}.`);
  const left = rung.spokenFor ?? [{ step: rung.step.id, round: rung.round }];
  const steps = left.map((each): StepFacts => ({ ...each, result: 'SKIPPED', onDay: today, ...strand }));
  const names = steps.map(({ step }) => step).join(', ');
  return { change: { change: 'steps-noted', kind: 'notice-skipped', steps, reason }, message: `The next step of ${about.name} is left out: ${names}.` };
}

/** The ladder that is meant: that of the policy which governs the item. */
function ladderOf(item: string | undefined, asked: Situation): { situation: Situation; strand: Pick<StepFacts, 'strand'> } {
  const { situation, strand } = inStrand(asked, item === undefined ? [] : openDebits(asked.facts, item).map(({ id }) => id));
  return { situation, strand: strand === undefined ? {} : { strand } };
}

type Whose = { name: string; itemIds: number[] | null };

/** Whose level is meant: the account's, which is that of all its open debits where items climb by themselves; or that of the items of one policy. */
function whoseLevel(
  item: string | undefined,
  { facts, policy }: Situation,
  { strand, beforeCase = false }: { strand?: StepFacts['strand']; beforeCase?: boolean | undefined },
): Whose | { refused: Refusal } {
  if (!facts.case && !beforeCase) return refuse('NO_CASE', `${facts.accountId} has no running case; it begins when something is overdue.`);
  const tracksItems = policy.levels.track === 'item';
  if (item === undefined)
    return { name: facts.accountId, itemIds: tracksItems ? facts.items.filter(({ openMinor }) => openMinor > 0).map(({ id }) => id) : null };
  if (!tracksItems && !isOwn(strand)) return { name: `what the policy ${policy.name} governs`, itemIds: null };
  if (!tracksItems) return refuse('ACCOUNT_CLIMBS', `By the policy ${policy.name} the account has one level (levels.track: account): leave out the item.`);
  const itemIds = openDebits(facts, item).map(({ id }) => id);
  return itemIds.length === 0 ? refuse('NO_OPEN_ITEM', `${item} is no open item of ${facts.accountId}.`) : { name: item, itemIds };
}

function named(level: number, step: string): string {
  return level === 0 ? '0' : `${level} (${step})`;
}
