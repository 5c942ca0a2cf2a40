import type { StatedRate } from '../interest/rates.js';
import type { Amounts } from '../money/minor.js';
import { interestName } from './due.js';
import type { ChargesSection } from '../policy/chargesSection.js';
import type { ChargeTerms } from './types.js';

/** What a step says that concerns charges. */
interface ChargingStep {
  id: string;
  action: string;
  charge: readonly string[];
}

/** What one field alone can't show: a fee without exactly one measure, a step that charges what the policy does not know, a charge that no step makes. */
export function chargeMistakes(
  section: ChargesSection | undefined,
  ladder: readonly ChargingStep[],
  complain: (path: (string | number)[], message: string) => void,
): void {
  const fees = section?.fees ?? [];
  fees.forEach((fee, n) => feeMistakes(fee, n, fees, complain));
  ladder.forEach((step, n) => stepMistakes(step, n, section, complain));
  (section?.rates ?? []).forEach(({ from, to }, n) => {
    if (from === to) complain(['charges', 'rates', n], `a rate leads from one currency to another; this one from ${from} to ${to}`);
  });
  const named = new Set(ladder.flatMap(({ charge }) => charge));
  fees.forEach(({ id }, n) => {
    if (!named.has(id)) complain(['charges', 'fees', n], `no step charges '${id}'; name it with charge: [${id}] in a step`);
  });
  const { interest } = section ?? {};
  if (!interest) return;
  if ((interest.law === undefined) === (interest.percent === undefined)) complain(['charges', 'interest'], 'interest needs either law or percent');
  if (interest.law === undefined && interest.referenceRates.length > 0)
    complain(['charges', 'interest', 'referenceRates'], 'a contract has its own rate; reference rates are those of a law');
  if (!interest.monthly && !named.has(interestName) && !ladder.some(({ action }) => action === 'interest'))
    complain(['charges', 'interest'], `no step charges interest; name it with charge: [${interestName}] in a step, or say monthly: true`);
}

type WrittenFee = ChargesSection['fees'][number];

function feeMistakes(fee: WrittenFee, n: number, fees: readonly WrittenFee[], complain: (path: (string | number)[], message: string) => void): void {
  const path = ['charges', 'fees', n];
  if (fee.id === interestName) complain([...path, 'id'], `'${interestName}' is not a fee; give it another id`);
  if (fees.findIndex(({ id }) => id === fee.id) !== n) complain([...path, 'id'], `'${fee.id}' is used by an earlier fee; give each fee its own id`);
  if ([fee.amount, fee.percent, fee.lumpSum].filter((measure) => measure !== undefined).length !== 1)
    complain(path, `the fee '${fee.id}' needs exactly one of amount, percent and lumpSum`);
  if (fee.amount && Object.keys(fee.amount).length === 0) complain([...path, 'amount'], `the fee '${fee.id}' names no currency; write amount: { EUR: 5.00 }`);
}

function stepMistakes(
  { id, action, charge }: ChargingStep,
  n: number,
  section: ChargesSection | undefined,
  complain: (path: (string | number)[], message: string) => void,
): void {
  const known = [...(section?.fees ?? []).map((fee) => fee.id), ...(section?.interest ? [interestName] : [])];
  charge.forEach((name, k) => {
    if (!known.includes(name))
      complain(
        ['ladder', n, 'charge', k],
        `the policy charges no '${name}'; ${known.length > 0 ? `it knows ${known.join(', ')}` : 'it has no section charges'}`,
      );
  });
  if (action === 'fee' && !charge.some((name) => name !== interestName)) complain(['ladder', n], `step '${id}' needs the fee that it charges: charge: [NAME]`);
  if (action === 'interest' && !section?.interest) complain(['ladder', n], `step '${id}' charges interest, of which charges.interest says nothing`);
}

/** The amounts of the section, by where they are written. */
export function amountsOfCharges(section: ChargesSection | undefined): { path: (string | number)[]; amounts: Record<string, string | number> | undefined }[] {
  return [
    ...(section?.fees ?? []).flatMap((fee, n) => [
      { path: ['charges', 'fees', n, 'amount'], amounts: fee.amount },
      { path: ['charges', 'fees', n, 'minimum'], amounts: fee.minimum },
    ]),
    { path: ['charges', 'interest', 'minimum'], amounts: section?.interest?.minimum },
  ];
}

/** What a step charges: a step of interest alone need not name it. */
export function chargeOf({ action, charge }: Pick<ChargingStep, 'action' | 'charge'>): string[] {
  return action === 'interest' && !charge.includes(interestName) ? [...charge, interestName] : [...charge];
}

function statedRates(written: readonly { from: string; percent: string | number }[]): { stated?: StatedRate[] } {
  return written.length > 0 ? { stated: written.map(({ from, percent }) => ({ from, percent: String(percent) })) } : {};
}

/** The section as the rule uses it; null when there is none. */
export function chargeTerms(
  section: ChargesSection | undefined,
  inMinor: (written: Readonly<Record<string, string | number>>) => Amounts,
  lineOf: (path: (string | number)[]) => number,
): ChargeTerms | null {
  if (!section) return null;
  const { fees, interest, rates: written, ...rest } = section;
  const rates = written.map((each) => ({ ...each, rate: String(each.rate) }));
  return {
    ...rest,
    fees: fees.map(({ amount, percent, lumpSum, per, once, minimum, ...fee }, n) => ({
      ...fee,
      line: lineOf(['charges', 'fees', n]),
      amount: amount ? inMinor(amount) : null,
      percent: percent === undefined ? null : String(percent),
      lumpSum: lumpSum ?? null,
      per: lumpSum ? 'item' : per,
      once: once || lumpSum !== undefined,
      minimum: inMinor(minimum),
      rates,
    })),
    interest: interest
      ? {
          line: lineOf(['charges', 'interest']),
          rule: interest.law ? { law: interest.law, ...statedRates(interest.referenceRates) } : { law: 'contract', percent: String(interest.percent) },
          monthly: interest.monthly,
          minimum: inMinor(interest.minimum),
          debtors: interest.debtors,
        }
      : null,
  };
}
