/** Complaints about when messages go out. Each plays the situation that users of other systems complained about. */
import { describe, expect, it } from '@jest/globals';
import { answerTo, linesOfCourse, play } from './course.js';

const ladder = `
ladder:
  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } } }
  - { id: second, action: email, template: second-reminder, when: { daysPastDue: { atLeast: 10 }, daysSincePrevious: { atLeast: 7 } } }
`;
const due = '2026-03-02';

describe('when', () => {
  it('#1 a job that runs more often than daily sends a reminder 22 times in a day: here once, however often the rule is asked', async () => {
    // Twenty-two things happen on the day of the reminder, each of which has the rule asked again.
    const restless = Array.from({ length: 22 }, (_, n) => ({ type: 'tag', at: `2026-03-05T${String(n + 1).padStart(2, '0')}:07:00Z`, add: [`t${n}`] }));
    const course = { policy: ladder, items: [['R-1', due, '1200.00']] as const, events: restless, from: '2026-03-02', to: '2026-03-09' };
    expect(await play(course)).toEqual(['2026-03-05 email reminder 1200.00']);
    const runs = Array.from({ length: 22 }, () => '2026-03-05').join(',');
    expect(await play({ ...course, flags: ['--run-dates', runs] })).toEqual(['2026-03-05 email reminder 1200.00']);
  });

  it('#3 a reminder by hand is followed next morning by the next level: here the days count anew from what was sent by hand', async () => {
    const byHand = { type: 'contact', at: '2026-03-11T10:00:00Z', channel: 'email', person: 'Payables' };
    const course = { policy: ladder, items: [['R-1', due, '1200.00']] as const, from: '2026-03-02', to: '2026-03-31' };
    expect(await play(course)).toContain('2026-03-12 email second 1200.00');
    expect(await play({ ...course, events: [byHand] })).toEqual(['2026-03-05 email reminder 1200.00', '2026-03-18 email second 1200.00']);
  });

  it.each([
    ['send', ['2026-03-16 email reminder 1200.00', '2026-03-23 email second 1200.00']],
    ['skip', ['2026-03-16 email second 1200.00']],
    ['coalesce', ['2026-03-16 email second 1200.00']],
  ])('#4 a day on which the system is off is lost for ever: here it is caught up as the policy says (%s)', async (missed, expected) => {
    const course = {
      policy: ladder.replace('when: { daysPastDue: { atLeast: 3 } }', `missed: ${missed}, when: { daysPastDue: { atLeast: 3 } }`),
      items: [['R-1', due, '1200.00']] as const,
      from: '2026-03-02',
      to: '2026-03-27',
      flags: ['--jump', '2026-03-04..2026-03-15'],
    };
    expect(await play(course)).toEqual(expected);
    const left = (await linesOfCourse(course)).filter(({ kind, step, result }) => kind === 'level' && step === 'reminder' && result !== 'RAISED');
    expect(left.map(({ result }) => result)).toEqual({ send: [], skip: ['SKIPPED'], coalesce: ['COALESCED'] }[missed]);
  });

  it('#5 a reminder goes out exactly so many days after the due date and never again: here it is repeated, so often and no more', async () => {
    const repeating = `
ladder:
  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } }, repeat: { everyDays: 7, atMost: 3 } }
`;
    const course = { policy: repeating, items: [['R-1', due, '1200.00']] as const, from: '2026-03-02', to: '2026-04-10' };
    expect((await play(course)).filter((line) => line.includes('email'))).toEqual([
      '2026-03-05 email reminder 1200.00',
      '2026-03-12 email reminder 1200.00',
      '2026-03-19 email reminder 1200.00',
    ]);
  });

  it('#6 the sign of an offset is turned round, and "60 days overdue" goes out 60 days before: here days past due and before due are two words, and the rehearsal shows the days', async () => {
    const sixty = 'ladder:\n  - { id: sixty, action: email, template: reminder, when: { daysPastDue: { atLeast: 60 } } }\n';
    const course = { policy: sixty, items: [['R-1', due, '1200.00']] as const, from: '2026-01-01', to: '2026-05-04' };
    expect(await play(course)).toEqual(['2026-05-04 email sixty 1200.00']);
    const turned = await answerTo({ ...course, policy: sixty.replace('60 }', '-60 }') });
    expect(turned.code).toBe(2);
    expect(turned.out).toBe('');
    expect(turned.err).toMatch(/policy\.yaml:4:\d+.*daysPastDue/);
  });

  it('#8 send on weekdays from 10 to 18 only, queue the rest, black out holidays: here in the debtor’s own hours and holidays', async () => {
    const hours = `${ladder}contact: { window: { from: "10:00", to: "18:00" }, blackouts: [{ from: 2026-04-07, to: 2026-04-08 }] }\n`;
    // Due on Wednesday before Easter: day 3 is Saturday; Monday is a holiday, Tuesday and Wednesday are blacked out.
    const lines = (await linesOfCourse({ policy: hours, items: [['R-1', '2026-04-01', '1200.00']], from: '2026-04-01', to: '2026-04-12' })).filter(
      ({ kind }) => kind === 'contact',
    );
    expect(lines.map(({ date }) => date)).toEqual(['2026-04-09']);
    for (const { at } of lines) expect(at.slice(11, 16) >= '08:00' && at.slice(11, 16) < '16:00').toBe(true);
    const tokyo = { customers: 'customer_number,name,kind,country\n1000,Buyer,business,JP\n', from: '2026-04-01', to: '2026-04-12' };
    // 10 to 18 o'clock in Tokyo is 1 to 9 o'clock UTC; Easter is no holiday there.
    const [there] = (
      await linesOfCourse({ policy: `${ladder}contact: { window: { from: "10:00", to: "18:00" } }\n`, items: [['R-1', '2026-04-01', '1200.00']], ...tokyo })
    ).filter(({ kind }) => kind === 'contact');
    expect(there?.date).toBe('2026-04-06');
    expect(there!.at.slice(11, 16) >= '01:00' && there!.at.slice(11, 16) < '09:00').toBe(true);
  });

  it('#25 reminders before and after the due date for invoices made by hand, without any subscription', async () => {
    const both = `
ladder:
  - { id: courtesy, action: email, template: courtesy, when: { daysBeforeDue: { atMost: 5 } } }
  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } } }
`;
    expect(await play({ policy: both, items: [['R-1', due, '1200.00']], from: '2026-02-16', to: '2026-03-10' })).toEqual([
      '2026-02-25 email courtesy 1200.00',
      '2026-03-05 email reminder 1200.00',
    ]);
  });

  it.each([
    ['first', ['2026-05-20 email reminder 1200.00', '2026-05-27 email second 1200.00']],
    ['furthest', ['2026-05-20 email second 1200.00']],
    ['{ step: second }', ['2026-05-20 email second 1200.00']],
  ])(
    '#25 what existed before the system was switched on gets only the first level, or nothing: here it enters where the policy says (%s)',
    async (entry, expected) => {
      const course = { policy: `entry: ${entry}\n${ladder}`, items: [['R-1', due, '1200.00']] as const, from: '2026-05-20', to: '2026-06-05' };
      expect(await play(course)).toEqual(expected);
    },
  );

  it('#21 each reminder must set a new due date at least 14 days ahead, or the claim may be void: here it does, and the next step waits for it', async () => {
    const policy = `
ladder:
  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } }, deadline: { days: 7, atLeast: 14 } }
  - { id: notice, action: email, template: second-reminder, when: { daysPastDue: { atLeast: 10 }, afterDeadline: true }, deadline: { days: 14, atLeast: 14 } }
`;
    const lines = (await linesOfCourse({ policy, items: [['R-1', due, '1200.00']], from: '2026-03-02', to: '2026-04-30' })).filter(
      ({ kind }) => kind === 'contact',
    );
    // 5 March and 14 days are the 19th; 20 March and 14 days are Good Friday, and after Easter Monday comes the 7th.
    expect(lines.map(({ date, step, deadlineOn }) => [date, step, deadlineOn])).toEqual([
      ['2026-03-05', 'reminder', '2026-03-19'],
      ['2026-03-20', 'notice', '2026-04-07'],
    ]);
  });
});
