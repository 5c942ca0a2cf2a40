import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { play, stateOn } from './story.js';

const policy = readFileSync(new URL('../../policies/examples/erpnext.yaml', import.meta.url), 'utf8');
const items = `entity,customer_number,document_type,document_number,document_date,due_date,currency,amount
DE01,1,Invoice,R-1,2026-01-02,2026-02-02,EUR,3650.00
`;
const story = (events: readonly object[]) => play({ policy, files: { 'items.csv': items }, events, from: '2026-02-01', to: '2026-04-30', at: '2026-03-31' });
const paid = { type: 'payment', on: '2026-03-14', account: 'DE01/1', number: 'P-1', amount: '3650.00', items: ['R-1'] };

/** Day, number, what became of it, and how much. */
const booked = (lines: Awaited<ReturnType<typeof story>>) =>
  lines.filter(({ kind }) => kind === 'fee' || kind === 'interest').map(({ date, to, result, amounts }) => `${date} ${to} ${result} ${amounts['EUR']}`);

describe('dunning as in ERPNext', () => {
  it('charges outstanding × rate / 365 × days and one fee with each dunning, and asks for the grand total', async () => {
    const lines = await story([]);
    // 3,650.00 at 12 %: 1.20 a day; 10 days with the first, 20 more with the second.
    expect(booked(lines)).toEqual([
      '2026-02-12 R-1-F1 BOOKED 1000',
      '2026-02-12 R-1-I1 BOOKED 1200',
      '2026-03-04 R-1-F2 BOOKED 1000',
      '2026-03-04 R-1-I2 BOOKED 2400',
    ]);
    expect(lines.filter(({ kind }) => kind === 'contact').map(({ step, amounts }) => [step, amounts['EUR']])).toEqual([
      ['first', 367_200],
      ['second', 370_600],
      ['third', 370_600],
    ]);
    // 57 days by 31 March, 30 of them booked.
    expect(stateOn(lines, '2026-03-31')).toMatchObject({ charges: { EUR: 5600 }, accrued: { EUR: 3240 } });
  });

  it('keeps fee and interest claimable once the principal is paid (complaint 19)', async () => {
    const lines = await story([paid]);
    // Ten more days up to the payment.
    expect(booked(lines).slice(4)).toEqual(['2026-03-14 R-1-I3 BOOKED 1200']);
    expect(stateOn(lines, '2026-03-31')).toMatchObject({ open: { EUR: 6800 }, charges: { EUR: 6800 } });
    expect(lines.some(({ kind }) => kind === 'close')).toBe(false);
  });
});
