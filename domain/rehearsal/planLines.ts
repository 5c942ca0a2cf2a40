import type { Instant } from '../calendar/day.js';
import type { PendingPaymentFacts } from '../facts.js';
import { toDecimal } from '../money/minor.js';
import type { AgendaLine } from './agenda.js';
import { blank, type Play } from './lines.js';
import type { PlanJudged } from './plans.js';
import { numbersOf } from './world.js';

/** What became of a plan, and of a settlement what was written down with it or is claimed again. */
export function judgementLines(play: Play, now: Instant, { plan, before, writtenDownMinor }: PlanJudged): AgendaLine[] {
  const { id, kind, status, currency, itemIds } = plan;
  const line = { ...blank(play, now), items: numbersOf(play.world, itemIds) };
  const judged: AgendaLine = { ...line, kind: 'plan', result: status, sentence: `The ${kind.toLowerCase()} ${id} is ${status}, after ${before}.` };
  if (writtenDownMinor === 0) return [judged];
  const rest = `${toDecimal(Math.abs(writtenDownMinor), currency)} ${currency}`;
  const settled: AgendaLine = {
    ...line,
    kind: 'settlement',
    amounts: { [currency]: Math.abs(writtenDownMinor) },
    result: writtenDownMinor > 0 ? 'WRITTEN_DOWN' : 'REOPENED',
    sentence:
      writtenDownMinor > 0
        ? `The rest of ${rest} is written down: the settlement ${id} was kept.`
        : `The rest of ${rest} is claimed again: the settlement ${id} is no longer kept.`,
  };
  return [judged, settled];
}

/** A payment under way whose day is over. */
export function lapsedLine(play: Play, now: Instant, { number, currency, amountMinor, itemIds, expectedOn }: PendingPaymentFacts): AgendaLine {
  return {
    ...blank(play, now),
    kind: 'event',
    result: 'payment-lapsed',
    items: numbersOf(play.world, itemIds),
    amounts: { [currency]: amountMinor },
    sentence: `Payment ${number} was expected by ${expectedOn} and has not arrived.`,
  };
}
