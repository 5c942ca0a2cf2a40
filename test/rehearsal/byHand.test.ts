import { describe, expect, it } from '@jest/globals';
import { diaryOf, playFiles, policyWith } from './diary.js';

/** The item falls due on Monday, 2026-03-02. */
const ladder = `  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } } }
  - { id: second, action: email, template: second-reminder, when: { daysPastDue: { atLeast: 10 }, daysSincePrevious: { atLeast: 7 } } }
  - { id: final, action: letter, template: final-notice, approval: manager, when: { daysPastDue: { atLeast: 20 } } }`;
const byHand = (at: string, more: object = {}) => ({ type: 'contact', at, channel: 'email', ...more });

describe('a contact by hand', () => {
  it('keeps the next step its gap away', async () => {
    expect(diaryOf(await playFiles(policyWith(ladder), [byHand('2026-03-06T10:00:00+01:00')])).slice(0, 2)).toEqual([
      '2026-03-05 contact reminder email',
      '2026-03-13 contact second email',
    ]);
  });

  it('takes the step that it stands for: nothing follows the next morning (complaint 3)', async () => {
    const lines = await playFiles(policyWith(ladder), [byHand('2026-03-04T10:00:00+01:00', { step: 'reminder' })], { more: ['--at', '2026-03-04'] });
    expect(lines.find(({ kind, step }) => kind === 'level' && step === 'reminder')).toMatchObject({ date: '2026-03-04', result: 'RAISED', level: 1 });
    expect(lines.find(({ kind }) => kind === 'state')?.state).toMatchObject({ step: 'reminder', attempts: { all: 1 } });
    expect(diaryOf(lines).slice(0, 2)).toEqual(['2026-03-12 contact second email', '2026-03-23 draft final letter WAITING']);
  });

  it('may stand for a later step; the ladder goes on behind it, and its draft is withdrawn', async () => {
    const sent = byHand('2026-03-24T10:00:00+01:00', { channel: 'letter', step: 'final' });
    expect(diaryOf(await playFiles(policyWith(ladder), [sent]))).toEqual([
      '2026-03-05 contact reminder email',
      '2026-03-12 contact second email',
      '2026-03-23 draft final letter WAITING',
      '2026-03-24 draft final WITHDRAWN',
    ]);
    const early = { type: 'call', at: '2026-03-06T10:00:00+01:00', outcome: 'REACHED', step: 'second' };
    expect(diaryOf(await playFiles(policyWith(ladder), [early])).slice(0, 2)).toEqual([
      '2026-03-05 contact reminder email',
      '2026-03-23 draft final letter WAITING',
    ]);
  });

  it('stands for no step that is not on the ladder, and for none before there is a case', async () => {
    const lines = await playFiles(policyWith(ladder), [
      byHand('2026-03-02T10:00:00+01:00', { step: 'reminder' }),
      byHand('2026-03-04T10:00:00+01:00', { step: 'third' }),
    ]);
    expect(lines.filter(({ kind }) => kind === 'refused').map(({ sentence }) => sentence)).toEqual([
      'Line 1: contact refused: no case is open in which a step could be taken',
      "Line 2: contact refused: small has no step 'third'; it has: reminder, second, final",
    ]);
    expect(diaryOf(lines)).toContain('2026-03-05 contact reminder email');
  });
});

describe('a write-off', () => {
  it('closes the case as written off, also while something else is not yet due', async () => {
    const policy = policyWith(`  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } } }
  - { id: off, action: write-off, when: { daysPastDue: { atLeast: 10 } } }`);
    const later = { type: 'invoice', on: '2026-03-03', number: 'R-2', amount: '300.00', dueOn: '2026-05-04' };
    const approved = { type: 'approval', on: '2026-03-16', subject: 'write-off', decision: 'APPROVED' };
    expect(diaryOf(await playFiles(policy, [later, approved])).at(-1)).toBe('2026-03-16 close WRITTEN_OFF');
  });
});
