/** Complaints about promises, plans and pauses. */
import { describe, expect, it } from '@jest/globals';
import { linesOfCourse, play } from './course.js';

const ladder = `
ladder:
  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } } }
  - { id: second, action: email, template: second-reminder, when: { daysPastDue: { atLeast: 10 }, daysSincePrevious: { atLeast: 7 } } }
  - { id: third, action: letter, otherwise: [email], template: final-notice, when: { daysPastDue: { atLeast: 20 }, daysSincePrevious: { atLeast: 7 } } }
promises: { graceDays: 2, tolerancePercent: 0 }
`;
const due = '2026-03-02';
const items = [['R-1', due, '1200.00']] as const;

describe('promises, plans and pauses', () => {
  const promise = { type: 'promise', on: '2026-03-09', id: 'P', amount: '1200.00', dueOn: '2026-03-18', items: ['R-1'] };

  it('#23 chasing does not pause on a promise and resume on its breach: here it does both', async () => {
    expect(await play({ policy: ladder, items, events: [promise], from: '2026-03-02', to: '2026-03-27' })).toEqual([
      '2026-03-05 email reminder 1200.00',
      '2026-03-21 plan BROKEN',
      '2026-03-21 task CALL',
      '2026-03-23 email second 1200.00',
    ]);
    const kept = { type: 'payment', on: '2026-03-18', number: 'P-1', amount: '1200.00', items: ['R-1'] };
    expect(await play({ policy: ladder, items, events: [promise, kept], from: '2026-03-02', to: '2026-03-27' })).toEqual([
      '2026-03-05 email reminder 1200.00',
      '2026-03-18 plan KEPT',
      '2026-03-18 close PAID',
    ]);
  });

  it.each([
    ['silences', '2026-03-16 email second 1200.00'],
    ['freezes', '2026-03-20 email second 1200.00'],
  ])('#24 a pause of which finance hears two days late can’t be back-dated: here it begins when it began, and its days %s', async (pause, next) => {
    // From 7 March up to and including the 14th, entered on the 9th: eight days.
    const late = { type: 'hold', on: '2026-03-09', startsOn: '2026-03-07', endsOn: '2026-03-15', reason: 'agreed by telephone' };
    const course = { policy: `count: { pause: ${pause} }\n${ladder}`, items, events: [late], from: '2026-03-02', to: '2026-03-20' };
    expect((await play(course)).slice(0, 2)).toEqual(['2026-03-05 email reminder 1200.00', next]);
  });

  it('#24 a pause can’t end in the past either: here a lift may be back-dated, and its days count again', async () => {
    const events = [
      { type: 'hold', on: '2026-03-06', id: 'H', endsOn: '2026-04-20', reason: 'asked for time' },
      { type: 'release', on: '2026-03-17', hold: 'H', endsOn: '2026-03-10', reason: 'they had said so on the 10th' },
    ];
    const course = { policy: `count: { pause: freezes }\n${ladder}`, items, events, from: '2026-03-02', to: '2026-03-17' };
    // Four days are held, 6 to 9 March: on the 17th the debt has counted for eleven.
    expect(await play(course)).toEqual(['2026-03-05 email reminder 1200.00', '2026-03-17 email second 1200.00']);
  });

  it('#24 instalments must all be equal: here each has its own day and amount', async () => {
    const plan = {
      type: 'plan',
      on: '2026-03-09',
      instalments: [
        { dueOn: '2026-03-13', amount: '700.00' },
        { dueOn: '2026-03-20', amount: '400.00' },
        { dueOn: '2026-04-30', amount: '100.00' },
      ],
      items: ['R-1'],
    };
    const paid = (on: string, amount: string) => ({ type: 'payment', on, number: `P ${on}`, amount, items: ['R-1'] });
    const events = [plan, paid('2026-03-13', '700.00'), paid('2026-03-20', '400.00'), paid('2026-04-30', '100.00')];
    expect(await play({ policy: ladder, items, events, from: '2026-03-02', to: '2026-05-04' })).toEqual([
      '2026-03-05 email reminder 1200.00',
      '2026-04-30 plan KEPT',
      '2026-04-30 close PAID',
    ]);
  });

  it('#24 a breach is missed when the job runs at the very instant at which it falls due: here the whole day counts, and the next one breaks it', async () => {
    // The grace of two days ends with the 20th in Berlin: at 23:00 UTC of that day it is over.
    const events = [{ ...promise, dueOn: '2026-03-18' }];
    const at = ['2026-03-20T22:59:59Z', '2026-03-20T23:00:00Z', '2026-03-21T00:00:00Z'].map((instant, n) => ({ type: 'tag', at: instant, add: [`t${n}`] }));
    const lines = await linesOfCourse({ policy: ladder, items, events: [...events, ...at], from: '2026-03-02', to: '2026-03-24' });
    expect(lines.filter(({ kind }) => kind === 'plan').map(({ at: instant, result }) => `${instant} ${result}`)).toEqual(['2026-03-20T23:00:00Z BROKEN']);
    const quiet = await linesOfCourse({ policy: ladder, items, events, from: '2026-03-02', to: '2026-03-24' });
    expect(quiet.filter(({ kind }) => kind === 'plan').map(({ date, result }) => `${date} ${result}`)).toEqual(['2026-03-21 BROKEN']);
  });
});
