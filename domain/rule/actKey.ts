import type { AccountFacts } from '../facts.js';

/** The business key of an act, `case/step/round/what`: it makes the act happen once. */
export function actKey(facts: Pick<AccountFacts, 'accountId' | 'case'>, step: string, round: number, what: string): string {
  return `${facts.case?.id ?? `${facts.accountId}#new`}/${step}/${round}/${what}`;
}
