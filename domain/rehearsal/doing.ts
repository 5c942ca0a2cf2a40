import type { Instant } from '../calendar/day.js';
import type { Assessment, Verdict } from '../verdict.js';
import type { AgendaLine } from './agenda.js';
import { carryOut } from './carryOut.js';
import { bookCharges } from './charge.js';
import { joinedSentence, openCall } from './followUps.js';
import { acting, levelOf, type Play } from './lines.js';

/** Takes an act as done, and tells of it. */
export function* doing(play: Play, now: Instant, assessment: Assessment, { act, reason }: Extract<Verdict, { kind: 'act' }>): Generator<AgendaLine> {
  if (act.kind === 'charge') {
    yield* bookCharges(play, now, act, reason);
    return;
  }
  const joins = act.kind === 'task' && act.task === 'CALL' && openCall(play.world) !== undefined;
  const line = { ...acting(play, now, assessment, act, reason), ...(joins && { result: 'ADDED', sentence: joinedSentence(reason) }) };
  carryOut(play, act, now);
  yield { ...line, level: levelOf(play, now) };
}
