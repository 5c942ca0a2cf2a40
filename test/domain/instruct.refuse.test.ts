import { authorisedBy, mayInstruct, refusal } from '../../domain/instructing/refuse.js';
import { isDay } from '../../domain/instructing/shape.js';
import type { Instruction, InstructionKind, InstructionRequest } from '../../domain/instructions.js';
import type { Role } from '../../domain/policy/types.js';

const examples: { [K in InstructionKind]: Extract<Instruction, { kind: K }> } = {
  pause: { kind: 'pause', until: '2020-07-01', reason: 'waits for goods' },
  resume: { kind: 'resume', reason: 'goods arrived' },
  dispute: { kind: 'dispute', items: [{ item: 'R-1', amountMinor: 100 }], reason: 'price' },
  'resolve-dispute': { kind: 'resolve-dispute', disputeId: 'd1', resolution: 'REJECTED', note: 'price is right' },
  promise: { kind: 'promise', currency: 'EUR', amountMinor: 10_000, dueOn: '2020-07-01' },
  plan: { kind: 'plan', currency: 'EUR', instalments: [{ dueOn: '2020-07-01', amountMinor: 10_000 }] },
  settlement: { kind: 'settlement', currency: 'EUR', amountMinor: 9_000, dueOn: '2020-07-01' },
  'cancel-plan': { kind: 'cancel-plan', planId: 'p1', reason: 'agreed anew' },
  'task-done': { kind: 'task-done', taskId: 't1', outcome: 'REACHED' },
  'record-contact': { kind: 'record-contact', channel: 'call', direction: 'IN', outcome: 'REACHED' },
  'correct-contact': { kind: 'correct-contact', contact: 'instruction/r1', outcome: 'NOT_CONNECTED', reason: 'it never rang' },
  consent: { kind: 'consent', contactId: 'c1', channels: ['email'] },
  'withdraw-consent': { kind: 'withdraw-consent', contactId: 'c1', channels: ['email'] },
  inconvenience: { kind: 'inconvenience', contactId: 'c1', channels: ['call'], weekdays: [1], from: '09:00', to: '12:00' },
  'end-inconvenience': { kind: 'end-inconvenience', contactId: 'c1', channels: ['call'] },
  'payment-pending': { kind: 'payment-pending', number: 'D-1', currency: 'EUR', amountMinor: 10_000, expectedOn: '2020-07-01' },
  'payment-failed': { kind: 'payment-failed', number: 'D-1', reason: 'no funds' },
  'payment-reversed': { kind: 'payment-reversed', number: 'P-1', reason: 'no funds' },
  chargeback: { kind: 'chargeback', number: 'P-1', amountMinor: 5_000, reason: 'card' },
  'chargeback-won': { kind: 'chargeback-won', number: 'P-1', reason: 'proof was given' },
  void: { kind: 'void', item: 'R-1', reason: 'wrong customer' },
  'opt-out': { kind: 'opt-out', channel: 'email', address: 'ap@example.com' },
  'opt-in': { kind: 'opt-in', channel: 'email', contactId: 'c1' },
  bounce: { kind: 'bounce', channel: 'email', address: 'ap@example.com' },
  approve: { kind: 'approve', approvalId: 'a1' },
  decline: { kind: 'decline', approvalId: 'a1', reason: 'too early' },
  'acknowledge-placement': { kind: 'acknowledge-placement', placementId: 'x1' },
  'recall-placement': { kind: 'recall-placement', placementId: 'x1', reason: 'paid elsewhere' },
  'return-placement': { kind: 'return-placement', placementId: 'x1', reason: 'not found' },
  'reverse-write-off': { kind: 'reverse-write-off', writeOffId: 'w1', reason: 'paid after all' },
  'set-level': { kind: 'set-level', level: 2, reason: 'warned by hand' },
  'skip-notice': { kind: 'skip-notice', item: 'R-1', reason: 'goods are late' },
  'credit-hold': { kind: 'credit-hold', hold: 'on', reason: 'limit is exceeded' },
  'reverse-charge': { kind: 'reverse-charge', charge: 'R-1-F1', reason: 'goodwill' },
  note: { kind: 'note', text: 'spoke to reception' },
  'change-policy': { kind: 'change-policy', policy: 'gentle', reason: 'key customer' },
};
const kinds = Object.keys(examples) as InstructionKind[];
const everyone: Role[] = ['finance', 'collector', 'manager', 'controller'];

const ask = (instruction: unknown, roles: Role[] = everyone): InstructionRequest =>
  ({ id: 'r1', accountId: 'DE01/1', actor: { userId: 'u1', roles }, instruction }) as InstructionRequest;
const here = { accountId: 'DE01/1', closing: false };
const codeOf = (request: unknown) => refusal(request as InstructionRequest, here)?.code ?? null;

describe('an instruction that is in order', () => {
  it.each(kinds)('%s passes', (kind) => {
    expect(refusal(ask(examples[kind]), here)).toBeNull();
  });
});

describe('who may give an instruction', () => {
  it.each(kinds)('%s is refused to an auditor, who changes nothing, and to nobody at all', (kind) => {
    expect(codeOf(ask(examples[kind], ['auditor']))).toBe('NOT_ALLOWED');
    expect(codeOf(ask(examples[kind], []))).toBe('NOT_ALLOWED');
  });

  it.each<[Role, InstructionKind[]]>([
    [
      'collector',
      [
        'payment-reversed',
        'chargeback',
        'chargeback-won',
        'void',
        'approve',
        'decline',
        'recall-placement',
        'reverse-write-off',
        'reverse-charge',
        'credit-hold',
        'change-policy',
      ],
    ],
    ['finance', ['recall-placement', 'reverse-write-off', 'reverse-charge', 'change-policy']],
    ['manager', ['void', 'reverse-write-off']],
    [
      'controller',
      [
        'promise',
        'plan',
        'settlement',
        'cancel-plan',
        'record-contact',
        'correct-contact',
        'consent',
        'withdraw-consent',
        'inconvenience',
        'end-inconvenience',
        'payment-pending',
        'payment-failed',
        'opt-out',
        'opt-in',
        'bounce',
        'acknowledge-placement',
        'return-placement',
        'set-level',
        'skip-notice',
        'change-policy',
      ],
    ],
    ['admin', kinds.filter((kind) => kind !== 'note')],
  ])('a %s may not: %s', (role, refused) => {
    expect(kinds.filter((kind) => codeOf(ask(examples[kind], [role])) === 'NOT_ALLOWED')).toEqual(kinds.filter((kind) => refused.includes(kind)));
  });

  it('says which roles would do', () => {
    expect(refusal(ask(examples['change-policy'], ['collector']), here)?.why).toContain('manager');
  });

  it('names the role that authorises', () => {
    expect(authorisedBy(['auditor', 'collector', 'manager'], examples.pause)).toBe('collector');
    expect(authorisedBy(['collector', 'manager'], examples['change-policy'])).toBe('manager');
    expect(mayInstruct(['collector'], examples['change-policy'])).toBe(false);
  });
});

describe('a request that is malformed', () => {
  it.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'pause'],
    ['no id', { ...ask(examples.note), id: '' }],
    ['an endless id', { ...ask(examples.note), id: 'x'.repeat(201) }],
    ['no account', { ...ask(examples.note), accountId: undefined }],
    ['no actor', { ...ask(examples.note), actor: null }],
    ['no roles', { ...ask(examples.note), actor: { userId: 'u1' } }],
    ['no instruction', ask(undefined)],
    ['no kind', ask({})],
  ])('with %s is refused', (_, request) => {
    expect(codeOf(request)).toBe('MALFORMED');
  });

  it.each(['sing', 'toString', '__proto__'])('of the kind %s, which nobody knows, is refused', (kind) => {
    expect(codeOf(ask({ kind }))).toBe('UNKNOWN_KIND');
  });

  it.each(kinds)('%s with nonsense in any of its fields is refused', (kind) => {
    const { kind: _kind, ...fields } = examples[kind];
    for (const name of Object.keys(fields)) {
      const code = codeOf(ask({ ...examples[kind], [name]: 'x'.repeat(5000) }));
      expect([name, code]).toEqual([name, 'MALFORMED']);
    }
  });

  it.each<[string, unknown]>([
    ['a misspelt field', { ...examples.pause, untill: '2020-07-01' }],
    ['a day that does not exist', { ...examples.pause, until: '2020-02-30' }],
    ['a hold of no kind', { ...examples.pause, hold: 'NAP' }],
    ['no reason', { ...examples.pause, reason: ' ' }],
    ['an amount of nothing', { ...examples.promise, amountMinor: 0 }],
    ['a negative amount', { ...examples.promise, amountMinor: -1 }],
    ['half a cent', { ...examples.promise, amountMinor: 0.5 }],
    ['an amount beyond what is exact', { ...examples.promise, amountMinor: 2 ** 53 }],
    ['a currency in words', { ...examples.promise, currency: 'euro' }],
    ['no items', { ...examples.promise, items: [] }],
    ['no instalments', { ...examples.plan, instalments: [] }],
    ['an instalment without a day', { ...examples.plan, instalments: [{ amountMinor: 1 }] }],
    ['an item with a stray field', { ...examples.dispute, items: [{ item: 'R-1', price: 1 }] }],
    ['a version of nought', { ...examples['change-policy'], version: 0 }],
    ['another resolution', { ...examples['resolve-dispute'], resolution: 'MAYBE' }],
  ])('with %s is refused', (_, instruction) => {
    expect(codeOf(ask(instruction))).toBe('MALFORMED');
  });

  it('says what fits', () => {
    expect(refusal(ask({ ...examples.pause, until: 'soon' }), here)?.why).toBe("'until' of 'pause' is not right: it must be a day as YYYY-MM-DD.");
    expect(refusal(ask({ kind: 'resume' }), here)?.why).toBe("'reason' of 'resume' is missing: it must be a text of 1 to 4000 characters.");
  });
});

describe('an instruction in the wrong place or at the wrong time', () => {
  it('is refused by another account', () => {
    expect(refusal(ask(examples.note), { accountId: 'DE01/2', closing: false })?.code).toBe('OTHER_ACCOUNT');
  });

  it('is refused while the case closes', () => {
    expect(refusal(ask(examples.note), { ...here, closing: true })?.code).toBe('CASE_CLOSING');
  });
});

describe('a day', () => {
  it.each(['2020-02-29', '2000-02-29', '2020-12-31', '0001-01-01'])('%s exists', (day) => expect(isDay(day)).toBe(true));
  it.each(['2021-02-29', '1900-02-29', '2020-04-31', '2020-13-01', '2020-00-10', '2020-01-00', '20200101', '2020-1-1', 20200101, null])('%s does not', (day) =>
    expect(isDay(day)).toBe(false),
  );
});
