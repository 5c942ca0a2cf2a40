import { describe, expect, it } from '@jest/globals';
import { diaryOf, playFiles, policyWith } from './diary.js';

/** 2026-03-02 is a Monday; good Friday is 2026-04-03. */
const policy = policyWith(`  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } } }
  - { id: final, action: email, otherwise: [letter], template: final-notice, tone: final, approval: { role: manager, lapsesAfterDays: 7 }, when: { daysPastDue: { atLeast: 14 } } }
  - { id: call, action: call, template: call, when: { daysPastDue: { atLeast: 30 }, daysSincePrevious: { atLeast: 7 } } }`);
const approve = (at: string) => ({ type: 'approval', at, subject: 'notice', decision: 'APPROVED' });

describe('a notice that somebody has to approve', () => {
  it('waits as a draft, and goes out in the hours after it was approved at night', async () => {
    const lines = await playFiles(policy, [approve('2026-03-17T22:00:00+01:00')], { more: ['--at', '2026-03-16'] });
    expect(diaryOf(lines)).toEqual([
      '2026-03-05 contact reminder email',
      '2026-03-16 draft final email WAITING',
      '2026-03-17 draft final APPROVED',
      '2026-03-18 contact final email',
      '2026-04-01 task call CALL',
    ]);
    expect(lines.find(({ kind, step }) => kind === 'contact' && step === 'final')?.at).toBe('2026-03-18T11:27:00Z');
    expect(lines.find(({ kind }) => kind === 'draft')).toMatchObject({ to: 'ap@example.com', level: 1, amounts: { EUR: 120000 }, policyLine: 6 });
    expect(lines.find(({ kind }) => kind === 'state')?.state?.waits).toMatchObject({
      until: '2026-03-23T11:27:00Z',
      reason: { code: 'DRAFT_WAITING', figures: { step: 'final', role: 'manager', lapsesOn: '2026-03-23' }, line: 6 },
    });
  });

  it('goes out at once when it is approved in the hours', async () => {
    const lines = await playFiles(policy, [approve('2026-03-17T15:00:00+01:00')]);
    expect(lines.find(({ kind, step }) => kind === 'contact' && step === 'final')?.at).toBe('2026-03-17T14:00:00Z');
  });

  it('lapses, and is made anew from the facts of the day', async () => {
    const other = [{ type: 'invoice', on: '2026-03-19', number: 'R-2', amount: '300.00', issuedOn: '2026-03-01', dueOn: '2026-03-18' }];
    const lines = await playFiles(policy, [...other, approve('2026-03-30T18:00:00+02:00')], { to: '2026-04-10' });
    expect(diaryOf(lines)).toEqual([
      '2026-03-05 contact reminder email',
      '2026-03-16 draft final email WAITING',
      '2026-03-23 draft final LAPSED',
      '2026-03-23 draft final email WAITING',
      '2026-03-30 draft final LAPSED',
      '2026-03-30 draft final email WAITING',
      '2026-03-30 draft final APPROVED',
      '2026-03-31 contact final email',
      '2026-04-07 task call CALL',
    ]);
    expect(lines.filter(({ kind, result }) => kind === 'draft' && result === 'WAITING').map(({ amounts }) => amounts['EUR'])).toEqual([120000, 150000, 150000]);
  });

  it('counts for level, gap and attempts only once it is sent', async () => {
    const lines = await playFiles(policy, [approve('2026-03-27T09:00:00+01:00')], { to: '2026-04-10', more: ['--at', '2026-03-20,2026-03-26,2026-03-27'] });
    const states = lines.filter(({ kind }) => kind === 'state');
    expect(states.map(({ level, state }) => [level, state?.attempts.all, state?.drafts.map(({ status, lapsesOn }) => `${status} ${lapsesOn}`)])).toEqual([
      [1, 1, ['WAITING 2026-03-23']],
      [1, 1, ['WAITING 2026-03-30']],
      [2, 2, []],
    ]);
    expect(diaryOf(lines).at(-1)).toBe('2026-04-07 task call CALL');
  });

  it('is left out with the reason when it is declined', async () => {
    const lines = await playFiles(policy, [{ ...approve('2026-03-17T10:00:00+01:00'), decision: 'DECLINED', reason: 'they have called' }]);
    expect(diaryOf(lines)).toEqual([
      '2026-03-05 contact reminder email',
      '2026-03-16 draft final email WAITING',
      '2026-03-17 draft final DECLINED',
      '2026-03-17 level final SKIPPED',
      '2026-04-01 task call CALL',
    ]);
    expect(lines.find(({ result }) => result === 'SKIPPED')).toMatchObject({
      level: 1,
      reason: { code: 'DRAFT_DECLINED', figures: { why: 'they have called' } },
      sentence: 'The step final is left behind (skipped), because its message was declined: they have called.',
    });
  });

  it('is withdrawn by a payment, approved or not, and made anew for the rest', async () => {
    const payment = { type: 'payment', on: '2026-03-18', number: 'P-1', amount: '500.00' };
    const diary = ['2026-03-05 contact reminder email', '2026-03-16 draft final email WAITING'];
    const anew = ['2026-03-18 draft final WITHDRAWN', '2026-03-18 draft final email WAITING'];
    const waiting = await playFiles(policy, [payment], { to: '2026-03-20' });
    expect(diaryOf(waiting)).toEqual([...diary, ...anew]);
    expect(waiting.findLast(({ kind }) => kind === 'draft')?.amounts).toEqual({ EUR: 70000 });
    const approved = await playFiles(policy, [approve('2026-03-17T22:00:00+01:00'), payment], { to: '2026-03-20' });
    expect(diaryOf(approved)).toEqual([...diary, '2026-03-17 draft final APPROVED', ...anew]);
  });

  it('is withdrawn when all is paid, and when it is promised', async () => {
    const paid = await playFiles(policy, [{ type: 'payment', on: '2026-03-18', number: 'P-1', amount: '1200.00' }]);
    expect(diaryOf(paid).slice(2)).toEqual(['2026-03-18 draft final WITHDRAWN', '2026-03-18 close PAID']);
    const promised = await playFiles(policy, [{ type: 'promise', on: '2026-03-18', amount: '1200.00', dueOn: '2026-03-24' }], { to: '2026-03-27' });
    expect(diaryOf(promised).slice(2)).toEqual([
      '2026-03-18 draft final WITHDRAWN',
      '2026-03-27 plan BROKEN',
      '2026-03-27 task CALL',
      '2026-03-27 draft final email WAITING',
    ]);
  });

  it('asks the gate again: on hold it stays where it is, by another channel it goes when the address bounces', async () => {
    const held = [approve('2026-03-17T22:00:00+01:00'), { type: 'hold', at: '2026-03-18T08:00:00+01:00', endsOn: '2026-03-20', reason: 'talks' }];
    expect(diaryOf(await playFiles(policy, held, { to: '2026-03-27' })).slice(3)).toEqual(['2026-03-20 contact final email']);
    const bounced = [
      approve('2026-03-17T22:00:00+01:00'),
      { type: 'bounce', at: '2026-03-18T08:00:00+01:00', channel: 'email', address: 'ap@example.com' },
      { type: 'bounce', at: '2026-03-18T08:00:00+01:00', channel: 'email', address: 'boss@example.com' },
    ];
    expect(diaryOf(await playFiles(policy, bounced, { to: '2026-03-27' })).slice(3)).toEqual([
      '2026-03-18 task final FIND_CONTACT',
      '2026-03-18 contact final letter',
    ]);
  });

  it('refuses an approval that nothing waits for', async () => {
    const lines = await playFiles(policy, [approve('2026-03-10T10:00:00+01:00')], { to: '2026-03-12' });
    expect(lines.find(({ kind }) => kind === 'refused')?.sentence).toBe('Line 1: approval refused: no notice waits for approval');
  });

  it('gives way to a later step where it may be missed', async () => {
    const coalesced =
      policyWith(`  - { id: reminder, action: email, template: reminder, missed: coalesce, approval: manager, when: { daysPastDue: { atLeast: 3 } } }
  - { id: second, action: email, template: second-reminder, when: { daysPastDue: { atLeast: 10 } } }`);
    expect(diaryOf(await playFiles(coalesced, [], { to: '2026-03-20' }))).toEqual([
      '2026-03-05 draft reminder email WAITING',
      '2026-03-12 level reminder COALESCED',
      '2026-03-12 draft reminder WITHDRAWN',
      '2026-03-12 contact second email',
    ]);
  });
});
