/** The rungs of the ladder that a case has behind it. */
import type { Day, Instant } from './calendar/day.js';

/** A step that is taken for some items. */
export interface SpokenFor {
  step: string;
  round: number;
  itemIds: number[];
  /** Where the account climbs and each item has a message of its own: the round of the message with which this turn of the step began. */
  turn?: number;
}

/** A rung of the ladder that the case has behind it; in the order in which it got there. */
export interface StepFacts {
  step: string;
  /** How often the step had its turn in the case, this one included. */
  round: number;
  /**
   * `SET`: a person set the level; `-` in the place of the step is the ground before the first. `CHARGED`: a step of fees or interest
   * alone; it is behind the case, and neither a contact nor a level.
   */
  result: 'TAKEN' | 'SKIPPED' | 'COALESCED' | 'UNREACHABLE' | 'REJECTED' | 'SET' | 'CHARGED';
  onDay: Day;
  /** The items that have it behind them; all that were past due when nothing is said. */
  itemIds?: number[] | null;
  /** The round with which its turn began, where several messages make one turn; its own when nothing is said. */
  turn?: number | null;
  /** The strand that has it behind it; the account's own first one when left out. */
  strand?: string | null;
}

/**
 * A course of a strand within a case: the items that one policy governs, where items have policies of their own. The account's own first
 * course is the case itself, and is noted here only once it is over.
 */
export interface StrandFacts {
  /** The policy's name; of the account's own empty. A second course has `+2` behind it. */
  id: string;
  /** The policy's name; empty for the account's own. */
  policy: string;
  openedAt: Instant;
  entryStep: string | null;
  closedAt: Instant | null;
}
