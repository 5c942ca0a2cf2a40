/** Complaints about states of an account. */
import { describe, expect, it } from '@jest/globals';
import { linesOfCourse } from './course.js';

const policy = `
ladder:
  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 90 } } }
states:
  - { state: blocked, when: { daysSinceEarliestUnpaid: { atLeast: 40 } }, enter: [suspend-delivery], leave: [resume-delivery] }
  - { state: warned, when: { daysSinceEarliestUnpaid: { atLeast: 30 } }, enter: [notify-sales] }
`;
const items = [
  ['R-1', '2026-01-15', '100.00', { on: '2026-01-01' }],
  ['R-2', '2026-01-25', '200.00', { on: '2026-01-11' }],
] as const;
const paid = { type: 'payment', on: '2026-02-05', number: 'P-1', amount: '100.00', items: ['R-1'] };
const changesOf = async (events: object[], flags: string[] = []) =>
  (await linesOfCourse({ policy, items, events, from: '2026-01-26', to: '2026-03-02', flags }))
    .filter(({ kind }) => kind === 'state-change')
    .map(({ date, result }) => `${date} ${result}`);

describe('states', () => {
  it('#22 a state is skipped, because the next check is not counted anew when the earliest unpaid invoice changes: here each is entered on its day', async () => {
    // 30 days after R-1 is 31 January; with R-1 paid R-2 decides: 25 days old then, 30 on the 10th, 40 on the 20th.
    expect(await changesOf([paid])).toEqual(['2026-01-31 warned', '2026-02-05 clear', '2026-02-10 warned', '2026-02-20 blocked']);
  });

  it('#22 a state is not cleared by a credit on the account: here on the same day', async () => {
    const credit = { type: 'credit-note', on: '2026-02-23', number: 'C-1', amount: '200.00' };
    expect(await changesOf([paid, credit])).toEqual(['2026-01-31 warned', '2026-02-05 clear', '2026-02-10 warned', '2026-02-20 blocked', '2026-02-23 clear']);
  });

  it('#22 timers that run late count from when they ran: here from the dates of the invoices, also when nobody ran for three weeks', async () => {
    const lines = await linesOfCourse({
      policy,
      items,
      events: [paid],
      from: '2026-01-26',
      to: '2026-03-02',
      flags: ['--jump', '2026-01-28..2026-02-17', '--at', '2026-02-20'],
    });
    const told = lines.filter(({ kind }) => kind === 'state-change').map(({ date, result }) => `${date} ${result}`);
    expect(told).toEqual(['2026-02-18 warned', '2026-02-18 clear', '2026-02-18 warned', '2026-02-20 blocked']);
    const { history } = lines.find(({ kind }) => kind === 'state')?.state ?? {};
    expect(history?.map(({ name, addedOn, liftedOn }) => [name, addedOn, liftedOn])).toEqual([
      ['warned', '2026-01-31', '2026-02-05'],
      ['warned', '2026-02-10', '2026-02-20'],
      ['blocked', '2026-02-20', null],
    ]);
  });
});
