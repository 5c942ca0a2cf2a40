/** What the debtor's people wish and consent to. */
import type { Instant } from './calendar/day.js';
import type { Channel } from './facts.js';

/** Consent of a person to a channel, from an instant to (not including) another, or until it is withdrawn. */
export interface ConsentFacts {
  personId: string;
  channel: Channel;
  from: Instant;
  until: Instant | null;
}

/** A time or place that a person named as inconvenient. Times are wall-clock in the debtor's zone, weekdays 1 for Monday to 7. */
export interface InconvenienceFacts {
  personId: string;
  channels: readonly Channel[];
  weekdays?: readonly number[];
  from?: string;
  to?: string;
  place?: Place;
}

/** Where a number reaches a person. */
export type Place = 'home' | 'work' | 'mobile' | 'other';
