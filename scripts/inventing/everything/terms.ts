/** Invented terms of policies beside the ladder: what is charged, which states and classes there are, hours, promises. */
import fc from 'fast-check';

/** The shapes that a section of a policy can have; most policies have none. */
export const days = (min: number, max: number) => fc.integer({ min, max });
export const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
export const halfTheTime = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof(fc.constant(undefined), arbitrary);

const debtorsOf = fc.constantFrom('all', 'all', 'businesses', 'consumers');
const law = fc.constantFrom('DE', 'UK', 'ES', 'EU');
const fixed = { EUR: 2.5, USD: 3, GBP: 2 };
const smallest = fc.constantFrom({}, { EUR: 4, USD: 4, GBP: 4 });

const fees = fc.record({
  reminder: halfTheTime(fc.record({ amount: fc.constant(fixed), per: fc.constantFrom('message', 'item'), once: fc.boolean(), debtors: debtorsOf })),
  late: halfTheTime(
    fc.record({ percent: fc.constantFrom('1.5', '2.25', '10'), minimum: smallest, once: fc.boolean(), per: fc.constantFrom('message', 'item') }),
  ),
  lump: halfTheTime(fc.record({ lumpSum: law, debtors: debtorsOf })),
});

const interest = fc.record({
  rate: fc.oneof(
    law.map((each) => ({ law: each })),
    fc.constantFrom('9.5', '12', '30').map((percent) => ({ percent })),
  ),
  monthly: fc.boolean(),
  minimum: fc.constantFrom({}, {}, { EUR: 1 }),
  debtors: debtorsOf,
});

/** The section `charges`, with the names by which steps charge. */
export const charges = fc
  .record({
    booked: fc.constantFrom('apart', 'on-invoice'),
    whenPrincipalPaid: fc.constantFrom('claim', 'waive', 'convert'),
    convertDueDays: days(2, 10),
    application: fc.constantFrom('interest-first', 'principal-first'),
    fees,
    interest: halfTheTime(interest),
  })
  .map(({ fees: drawn, interest: borne, ...rest }) => {
    const all = Object.entries(drawn).flatMap(([id, fee]) => (fee ? [{ id, ...fee }] : []));
    const { rate, ...terms } = borne ?? { rate: {} };
    return { ...rest, fees: all, ...(borne && { interest: { ...rate, ...terms } }) };
  });

const stateConditions = fc.constantFrom<object[]>(
  { daysPastDue: { atLeast: 12 } },
  { overdueItems: { atLeast: 2 } },
  { overdueAtLeast: { EUR: 300, USD: 300, GBP: 300 }, daysPastDue: { atLeast: 4 } },
  { balanceAtLeast: { EUR: 600, USD: 600, GBP: 600 }, tags: { without: ['key'] } },
  { unpaidItems: { atLeast: 3 } },
  { daysSinceEarliestUnpaid: { atLeast: 40 }, tags: { without: ['key'] } },
);

/** Up to three named states, strictest first, and classes by age. */
export const course = fc.record({
  states: fc
    .array(stateConditions, { minLength: 0, maxLength: 2 })
    .map((strict) =>
      [...strict, { daysPastDue: { atLeast: 2 } }].map((when, n) => ({ state: `state-${n + 1}`, when, enter: [`enter-${n + 1}`], leave: [`leave-${n + 1}`] })),
    ),
  classes: fc.constantFrom(
    [],
    [
      { class: 'watch', minDays: 1, maxDays: 7 },
      { class: 'substandard', minDays: 8, maxDays: 20 },
      { class: 'doubtful', minDays: 21 },
    ],
  ),
});

const runDays = ['2026-03-18', '2026-03-24', '2026-03-31', '2026-04-02'].concat(
  ['04', '05', '06', '07', '08', '09', '10', '11', '12'].flatMap((month) => [`2026-${month}-08`, `2026-${month}-22`]),
);

export const contact = fc.record({
  window: fc.constantFrom({ from: '09:00', to: '17:00' }, { from: '08:00', to: '12:00' }, { from: '13:30', to: '18:00' }, { from: '07:00', to: '21:00' }),
  businessDaysOnly: fc.boolean(),
  blackouts: fc.constantFrom([], [{ from: '2026-03-18', to: '2026-03-20' }]),
  runs: fc.constantFrom(undefined, undefined, undefined, { weekdays: [2, 4] }, { daysOfMonth: [1, 17, 20, 25] }, { weekdays: [1], on: runDays }),
  maxIn7Days: days(1, 4),
  minGapDays: days(1, 4),
  postalDays: sometimes(fc.record({ letter: days(1, 4), businessDays: fc.boolean() })),
  ledgerMaxAgeDays: fc.constant(30),
  findContactDays: days(1, 5),
});

export const promises = fc.record({
  graceDays: days(0, 3),
  tolerancePercent: fc.constantFrom(0, 10),
  maxDays: days(10, 40),
  maxInstalments: days(1, 4),
  maxBroken: days(0, 2),
  defers: fc.constantFrom('items', 'items', 'account'),
  downPayment: sometimes(fc.record({ atLeastPercent: fc.constantFrom(20, 50), withinDays: days(0, 6) })),
  settlement: halfTheTime(fc.record({ discountPercent: fc.constantFrom(0, 10, 30), approval: fc.constantFrom('manager', 'controller') })),
});

export const creditHold = fc.constantFrom({}, { release: 'by-hand' }, { release: { overdueBelow: { EUR: 200, USD: 200, GBP: 200 } } });
