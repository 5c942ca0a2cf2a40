import { amountsOfCharges, chargeMistakes, chargeOf, chargeTerms } from '../charges/read.js';
import { shippedPacks } from '../gate/packs/all.js';
import { checkActions } from './checkActions.js';
import { checkStanding } from './checkStanding.js';
import { amountMistakes, inMinor, PolicyUnreadable, readDocument, type PolicyMistake, type ReadDocument, type WrittenAmounts } from './document.js';
import { policyDocument, type PolicyDocument } from './schema.js';
import { noticeMistakes, noticeOf } from './notice.js';
import type { Conditions, ContactRules, Policy, Step } from './types.js';

/** Reads and checks a policy document (YAML or JSON). Version 0 means: not published. Throws PolicyUnreadable. */
export function readPolicy(source: string, fileName: string, version = 0): Policy {
  const read = readPolicyDocument(source, fileName);
  return compile(read, version);
}

/** Reads and checks a policy document as it is written, with its defaults. Throws PolicyUnreadable. */
export function readPolicyDocument(source: string, fileName: string): ReadDocument<PolicyDocument> {
  const read = readDocument(source, fileName, policyDocument);
  const mistakes = crossCheck(read);
  if (mistakes.length > 0) throw new PolicyUnreadable(fileName, mistakes);
  return read;
}

/** What one field alone can't show: names used twice, windows that end before they begin, amounts finer than their currency. */
function crossCheck(read: ReadDocument<PolicyDocument>): PolicyMistake[] {
  const { data } = read;
  const mistakes: PolicyMistake[] = [];
  const complain = (path: (string | number)[], message: string) => mistakes.push(read.mistakeAt(path, message));
  if (data.doNothing && data.ladder.length > 0) complain(['ladder'], 'a policy that does nothing has no ladder; leave out one of the two');
  if (!data.doNothing && data.ladder.length === 0) complain(['ladder'], 'a ladder has at least one step; a policy without one says doNothing: true');
  data.ladder.forEach((step, n) => {
    if (data.ladder.findIndex(({ id }) => id === step.id) !== n)
      complain(['ladder', n, 'id'], `'${step.id}' is used by an earlier step; give each step its own id`);
    for (const { path, message } of noticeMistakes(step)) complain(['ladder', n, ...path], message);
    const { daysPastDue, daysBeforeDue, daysSinceInvoice } = step.when;
    if (!daysPastDue?.atLeast && daysPastDue?.moreThan === undefined && !daysSinceInvoice && !daysBeforeDue)
      complain(['ladder', n, 'when'], `step '${step.id}' needs daysPastDue.atLeast (1 or more), daysPastDue.moreThan, daysSinceInvoice or daysBeforeDue`);
    if (daysPastDue && daysBeforeDue) complain(['ladder', n, 'when'], 'daysPastDue and daysBeforeDue exclude each other');
    if (step.fallBack && step.fallBack.minAmount === undefined && step.fallBack.minPercent === undefined)
      complain(['ladder', n, 'fallBack'], 'needs minAmount, minPercent or both');
  });
  if (data.levels.sequence === 'strict' && data.climb === 'furthest')
    complain(['levels', 'sequence'], 'sequence: strict takes one step after the other and excludes climb: furthest');
  const entry = typeof data.entry === 'object' ? data.entry.step : null;
  if (entry && !data.ladder.some(({ id }) => id === entry)) complain(['entry', 'step'], `there is no step '${entry}' on the ladder`);
  data.packs.forEach((name, n) => {
    if (!shippedPacks.some((pack) => pack.name === name))
      complain(['packs', n], `there is no pack '${name}'; known are ${shippedPacks.map((pack) => pack.name).join(', ')}`);
  });
  if (data.contact.window.from >= data.contact.window.to) complain(['contact', 'window'], 'the window ends before it begins');
  const { runs } = data.contact;
  if (runs && runs.weekdays.length + runs.daysOfMonth.length + runs.on.length === 0)
    complain(['contact', 'runs'], 'names no day: state weekdays, daysOfMonth or on, or leave runs out');
  data.contact.blackouts.forEach(({ from, to }, n) => {
    if (to < from) complain(['contact', 'blackouts', n], 'the black-out ends before it begins');
  });
  if (data.writeOff.at(-1)?.upTo) complain(['writeOff', data.writeOff.length - 1], 'the last approver must have no limit (leave out upTo)');
  checkActions(data, complain);
  checkStanding(data, complain);
  chargeMistakes(data.charges, data.ladder, complain);
  for (const { path, amounts } of amountsIn(data)) mistakes.push(...amountMistakes(read, path, amounts));
  return mistakes;
}

function amountsIn(data: PolicyDocument): { path: (string | number)[]; amounts: WrittenAmounts | undefined }[] {
  return [
    { path: ['tolerance'], amounts: data.tolerance },
    ...amountsOfCharges(data.charges),
    ...data.ladder.flatMap(({ when }, n) => amountsOf(when, ['ladder', n, 'when'])),
    ...data.ladder.map(({ fallBack }, n) => ({ path: ['ladder', n, 'fallBack', 'minAmount'], amounts: fallBack?.minAmount })),
    ...data.states.flatMap(({ when }, n) => amountsOf(when, ['states', n, 'when'])),
    ...(typeof data.creditHold.release === 'object'
      ? [{ path: ['creditHold', 'release', 'overdueBelow'], amounts: data.creditHold.release.overdueBelow }]
      : []),
    ...data.writeOff.map(({ upTo }, n) => ({ path: ['writeOff', n, 'upTo'], amounts: upTo })),
  ];
}

const thresholds = ['overdueAtLeast', 'overdueBelow', 'balanceAtLeast'] as const;
type Thresholds = { [Name in (typeof thresholds)[number]]?: WrittenAmounts | undefined };

/** The thresholds of conditions, those of `anyOf` included. */
function amountsOf(when: Thresholds & { anyOf?: Thresholds[] | undefined }, path: (string | number)[]): ReturnType<typeof amountsIn> {
  const own = thresholds.map((name) => ({ path: [...path, name], amounts: when[name] }));
  return [...own, ...(when.anyOf ?? []).flatMap((each, n) => amountsOf(each, [...path, 'anyOf', n]))];
}

function compile({ data, lineOf }: ReadDocument<PolicyDocument>, version: number): Policy {
  const { policy: name, ladder, states, classes, creditHold, writeOff, tolerance, role, contact, promises, charges, ...rest } = data;
  return {
    ...rest,
    role: role === 'third-party' ? 'THIRD_PARTY' : 'FIRST_PARTY',
    contact: contactRulesOf(contact),
    promises: { ...promises, downPayment: promises.downPayment ?? null, settlement: promises.settlement ?? null },
    name,
    version,
    tolerance: inMinor(tolerance),
    charges: chargeTerms(charges, inMinor, lineOf),
    writeOff: writeOff.map(({ upTo, role }) => ({ upTo: upTo ? inMinor(upTo) : null, role })),
    ladder: ladder.map((step, n) => compileStep(step, lineOf(['ladder', n]))),
    creditHold: { release: typeof creditHold.release === 'object' ? { overdueBelow: inMinor(creditHold.release.overdueBelow) } : creditHold.release },
    states: states.map((state, n) => ({ ...state, line: lineOf(['states', n]), when: compileConditions(state.when) })),
    classes: classes.map((each, n) => ({ ...each, line: lineOf(['classes', n]), maxDays: each.maxDays ?? null })),
  };
}

function compileStep(step: PolicyDocument['ladder'][number], line: number): Step {
  const { afterDeadline, ...all } = step.when;
  const after = afterDeadline === undefined ? {} : { afterDeadline: { atLeast: afterDeadline === true ? 1 : afterDeadline } };
  const { minAmount, minPercent } = step.fallBack ?? {};
  const fallBack = step.fallBack ? { minAmount: minAmount ? inMinor(minAmount) : null, minPercent: minPercent ?? null } : null;
  return {
    ...step,
    line,
    fallBack,
    when: { ...compileConditions(all), ...after },
    repeat: step.repeat ?? null,
    charge: chargeOf(step),
    ...noticeOf(step),
    task: step.task ?? null,
    hold: step.hold ?? 'on',
  };
}

function contactRulesOf({ runs, postalDays, ...contact }: PolicyDocument['contact']): ContactRules {
  return { ...contact, runs: runs ?? null, post: { days: postalDays.letter, businessDays: postalDays.businessDays } };
}

function compileConditions({ anyOf, ...all }: Omit<PolicyDocument['ladder'][number]['when'], 'afterDeadline'>): Omit<Conditions, 'afterDeadline'> {
  return { ...withMinor(all), ...(anyOf && { anyOf: anyOf.map(withMinor) }) } as Conditions;
}

function withMinor<W extends Thresholds>(when: W) {
  const stated = thresholds.flatMap((name) => (when[name] ? [[name, inMinor(when[name])] as const] : []));
  return { ...when, ...Object.fromEntries(stated) };
}
