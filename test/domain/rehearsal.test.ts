import { describe, expect, it } from '@jest/globals';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import type { RehearsalEvent } from '../../domain/rehearsal/event.js';
import { rehearse } from '../../domain/rehearsal/rehearse.js';
import { newWorld, type RehearsedItem } from '../../domain/rehearsal/world.js';
import { account, agenda, invoice, keepDiary, shippedPolicy } from './diary.js';

const policy = shippedPolicy('standard-b2b');
const due = '2026-03-02';
const span = { from: '2026-02-23', to: '2026-07-31' };
const { items: _none, ...base } = account();
const booked = (id: number, dueOn: string, amountMinor: number): RehearsedItem => {
  const { openMinor: _open, purchaseOrder: _order, ...item } = invoice(id, dueOn, amountMinor);
  return item;
};

type Told = { [T in RehearsalEvent['type']]: Omit<Extract<RehearsalEvent, { type: T }>, 'accountId' | 'line' | 'at' | 'id'> }[RehearsalEvent['type']];
const on = (day: string, told: Told, id: string | null = null): RehearsalEvent =>
  ({ ...told, at: `${day}T05:00:00Z`, accountId: base.accountId, line: 1, id }) as RehearsalEvent;

function play(items: RehearsedItem[], events: RehearsalEvent[] = []): AgendaLine[] {
  return [...rehearse(newWorld({ ...base }, items), policy, events, span)];
}

const told = (lines: readonly AgendaLine[]) =>
  lines
    .filter(({ kind }) => !['wait', 'deferral', 'block', 'open', 'event', 'level'].includes(kind))
    .map(({ date, kind, step, channel, result }) => `${date} ${kind} ${channel ?? step ?? result ?? ''}`.trim());

describe('a rehearsal', () => {
  it('plays the same course as the diary of the rule', () => {
    const lines = play([booked(1, due, 120000)]).filter(({ kind }) => kind === 'contact' || kind === 'task' || kind === 'placement');
    const diary = keepDiary(account({ items: [invoice(1, due, 120000)] }), policy, '2026-02-25', '2026-07-31');
    const acts = diary.filter(({ did }) => !did.startsWith('close'));
    expect(lines.slice(0, acts.length).map(({ date }) => date)).toEqual(acts.map(({ on: day }) => day));
    expect(agenda(acts).at(-1)).toContain('place');
  });

  it('closes at the payment, and opens a new case for what falls due later', () => {
    const paid = on('2026-03-13', {
      type: 'payment',
      number: 'P1',
      currency: 'EUR',
      amountMinor: 120000,
      paidOn: '2026-03-13',
      items: [{ item: 'R-1', amountMinor: null }],
    });
    const lines = play([booked(1, due, 120000), booked(2, '2026-04-20', 50000)], [paid]);
    expect(told(lines).slice(0, 4)).toEqual(['2026-02-25 contact email', '2026-03-05 contact email', '2026-03-12 contact sms', '2026-03-13 close PAID']);
    expect(told(lines)[4]).toBe('2026-04-15 contact email');
    expect(lines.find(({ date }) => date === '2026-04-15')?.case).toBe('DE01/1000#2');
  });

  it('a promise that is broken sends the account on; what is refused changes nothing', () => {
    const promised = on('2026-03-09', { type: 'promise', currency: 'EUR', amountMinor: 120000, dueOn: '2026-03-20', items: null }, 'P');
    const tooMuch = on('2026-03-10', { type: 'promise', currency: 'EUR', amountMinor: 120000, dueOn: '2026-03-20', items: null });
    const lines = play([booked(1, due, 120000)], [promised, tooMuch]);
    expect(lines.filter(({ kind }) => kind === 'refused').map(({ sentence }) => sentence)).toEqual([expect.stringContaining('promise refused')]);
    expect(told(lines).slice(3, 6)).toEqual(['2026-03-24 plan BROKEN', '2026-03-24 task call', '2026-03-24 contact sms']);
  });

  it('a payment that became known late makes a broken promise kept', () => {
    const promised = on('2026-03-09', { type: 'promise', currency: 'EUR', amountMinor: 120000, dueOn: '2026-03-20', items: null });
    const late = on('2026-03-26', { type: 'payment', number: 'P1', currency: 'EUR', amountMinor: 120000, paidOn: '2026-03-19', items: [] });
    expect(told(play([booked(1, due, 120000)], [promised, late])).slice(2)).toEqual([
      '2026-03-24 plan BROKEN',
      '2026-03-24 task call',
      '2026-03-24 contact sms',
      '2026-03-26 plan KEPT',
      '2026-03-26 close PAID',
    ]);
  });

  it('a payment that bounces back reopens the item at its true age', () => {
    const paid = on('2026-03-13', { type: 'payment', number: 'P1', currency: 'EUR', amountMinor: 120000, paidOn: '2026-03-13', items: [] });
    const back = on('2026-04-13', { type: 'payment-reversed', number: 'P1', reason: 'R01' });
    const reopened = play([booked(1, due, 120000)], [paid, back]).filter(({ date, kind }) => date >= '2026-04-13' && kind === 'open');
    expect(reopened.map(({ sentence }) => sentence)).toEqual([expect.stringContaining('42 days past due')]);
  });

  it('a placement waits for its approval, and the debt is with the agency after it', () => {
    const approved = on('2026-05-20', { type: 'approval', subject: 'placement', decision: 'APPROVED', reason: 'evidence complete' });
    const lines = play([booked(1, due, 120000)], [approved]);
    const after = lines.filter(({ kind, date }) => date >= '2026-05-04' && (kind === 'placement' || kind === 'task'));
    expect(after.map(({ date, kind, result, to, reason: why }) => `${date} ${kind} ${result ?? to} ${why?.code ?? ''}`.trim())).toEqual([
      '2026-05-04 placement REQUESTED STEP_DUE',
      '2026-05-20 placement PLACED',
      '2026-05-20 task RECORD_HANDOVER HANDED_OVER',
      '2026-05-27 task RECORD_HANDOVER HANDED_OVER',
    ]);
    expect(lines.findLast(({ kind }) => kind === 'block')?.reason?.code).toBe('PLACED');
  });

  it('says of every wait why, and until when', () => {
    for (const line of play([booked(1, due, 120000)]).filter(({ kind }) => kind === 'wait' || kind === 'deferral' || kind === 'block')) {
      expect(line.reason?.code).toBeTruthy();
      expect(line.result! > line.at).toBe(true);
    }
  });
});
