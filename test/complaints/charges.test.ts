/** Complaints about fees and interest. */
import { describe, expect, it } from '@jest/globals';
import { linesOfCourse, play, type Course } from './course.js';

const due = '2026-03-02';
const items = [['R-1', due, '1200.00']] as const;
const chargesOf = async (course: Course) =>
  (await linesOfCourse(course))
    .filter(({ kind }) => kind === 'fee' || kind === 'interest')
    .map(({ date, kind, result, to, amounts }) => `${date} ${kind} ${result} ${to} ${amounts['EUR'] ?? 0}`);

describe('fees and interest', () => {
  it('#2 the late fee is added every hour after the due date: here once, however often the rule is asked', async () => {
    const policy = `
charges: { fees: [{ id: late-fee, amount: { EUR: 5.00 }, once: true }] }
ladder:
  - { id: late, action: fee, charge: [late-fee], when: { daysPastDue: { atLeast: 1 } } }
  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 60 } } }
`;
    const hourly = Array.from({ length: 72 }, (_, n) => ({
      type: 'tag',
      at: new Date(Date.parse('2026-03-03T00:30:00Z') + n * 3_600_000).toISOString(),
      add: [`t${n}`],
    }));
    expect(await chargesOf({ policy, items, events: hourly, from: '2026-03-02', to: '2026-03-20' })).toEqual(['2026-03-03 fee BOOKED R-1-F1 500']);
  });

  const reminding = (whenPrincipalPaid: string) => `
charges: { whenPrincipalPaid: ${whenPrincipalPaid}, fees: [{ id: reminder-fee, amount: { EUR: 5.00 } }] }
ladder:
  - { id: reminder, action: email, template: reminder, charge: [reminder-fee], when: { daysPastDue: { atLeast: 3 } } }
  - { id: second, action: email, template: second-reminder, when: { daysPastDue: { atLeast: 10 }, daysSincePrevious: { atLeast: 7 } } }
`;
  const principal = { type: 'payment', on: '2026-03-09', number: 'P-1', amount: '1200.00', items: ['R-1'] };

  it.each([
    ['claim', ['2026-03-05 fee', '2026-03-05 email reminder 1205.00', '2026-03-16 email second 5.00']],
    ['waive', ['2026-03-05 fee', '2026-03-05 email reminder 1205.00', '2026-03-09 fee', '2026-03-09 close PAID']],
  ])('#19 the fee is lost once the principal is paid, and nobody agrees whether that is right: here the policy says so (%s)', async (fate, expected) => {
    const told = await play({ policy: reminding(fate), items, events: [principal], from: '2026-03-02', to: '2026-03-20' });
    expect(told.map((line) => line.replace(/ fee .*/, ' fee'))).toEqual(expected);
  });

  it('#19 the fee can’t be paid: here it is an item with a number, and a payment for it closes the case', async () => {
    const fee = { type: 'payment', on: '2026-03-12', number: 'P-2', amount: '5.00', items: ['R-1-F1'] };
    const told = await play({ policy: reminding('claim'), items, events: [principal, fee], from: '2026-03-02', to: '2026-03-20' });
    expect(told.at(-1)).toBe('2026-03-12 close PAID');
  });

  it('#20 late payment must be charged by days and rate, in a document of its own: here it is, split where the rate changes, and apart from the invoice', async () => {
    const policy = `
charges: { interest: { law: DE } }
ladder:
  - { id: reminder, action: email, template: reminder, charge: [interest], when: { daysPastDue: { atLeast: 94 } } }
`;
    // Worked number 1: 10,000 EUR due 29 May 2026, up to and including 31 August: 268.73 EUR.
    const course = { policy, items: [['R-1', '2026-05-29', '10000.00']] as const, from: '2026-05-29', to: '2026-08-31' };
    expect(await chargesOf(course)).toEqual(['2026-08-31 interest BOOKED R-1-I1 26873']);
    expect(await play(course)).toContain('2026-08-31 email reminder 10268.73');
  });
});
