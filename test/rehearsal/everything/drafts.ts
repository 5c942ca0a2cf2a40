/** No message goes out without the approval that it needs, and no draft outlives what it asks for. */
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import { plus } from './almanac.js';
import { askableAt, isUnsure, rulesAt, type Item } from './clerk.js';
import type { Breach, Told } from './tell.js';

const ofSame = (line: AgendaLine) => (each: AgendaLine) => each.case === line.case && each.step === line.step && each.round === line.round;

/** The words by which drafts end. */
const ends: ReadonlySet<string> = new Set(['DECLINED', 'LAPSED', 'WITHDRAWN']);

export function drafts(told: Told): Breach[] {
  return [...unapproved(told), ...outlived(told)];
}

function unapproved(told: Told): Breach[] {
  return told.lines.flatMap((line, n): Breach[] => {
    const step = rulesAt(told, line).ladder?.find(({ id }) => id === line.step);
    if (line.kind !== 'contact' || !step?.approval) return [];
    const last = told.lines.slice(0, n).findLast((each) => each.kind === 'draft' && ofSame(line)(each));
    return last?.result === 'APPROVED'
      ? []
      : [{ property: 'approval', why: `${line.at} ${line.step}/${line.round} goes out, and its draft is ${last?.result ?? 'not there'}` }];
  });
}

/** Lines that the rule was asked for, at an hour at which all of the day has happened. */
const asked: ReadonlySet<AgendaLine['kind']> = new Set(['wait', 'deferral', 'block', 'contact']);

/** Whether less may be asked for than a draft did, of one of its items. */
function isLess(before: ReadonlyMap<Item, number>, now: ReadonlyMap<Item, number>): boolean {
  return [...before].some(([item, minor]) => (now.get(item) ?? 0) < minor);
}

function outlived(told: Told): Breach[] {
  return told.lines.flatMap((line, n): Breach[] => {
    if (line.kind !== 'draft' || line.result !== 'WAITING' || isUnsure(told, line)) return [];
    const { principal } = askableAt(told, line);
    const later = told.lines.slice(n + 1);
    const over = later.findIndex(
      (each) => (ofSame(line)(each) && ((each.kind === 'draft' && ends.has(each.result ?? '')) || each.kind === 'contact')) || each.kind === 'close',
    );
    const while_ = (over < 0 ? later : later.slice(0, over)).filter(({ kind, policy }) => asked.has(kind) && policy === line.policy);
    const last = while_.find((each) => each.at > line.at && isLess(principal, askableAt(told, each).principal));
    const longest = 15;
    const tooLong = while_.find(({ date }) => date > plus(line.date, 2 * longest));
    return last || tooLong ? [{ property: 'draft', why: `${line.step}/${line.round} of ${line.date} still waits at ${(last ?? tooLong)?.at}` }] : [];
  });
}
