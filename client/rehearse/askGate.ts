import { dayOf, isBefore, type Instant } from '../../domain/calendar/day.js';
import type { AccountFacts } from '../../domain/facts.js';
import type { Policy } from '../../domain/policy/types.js';
import { happen } from '../../domain/rehearsal/happen.js';
import { judgePlans } from '../../domain/rehearsal/plans.js';
import { factsAt, type World } from '../../domain/rehearsal/world.js';
import { debtorZone } from '../../domain/rule/debtorZone.js';
import { exits, Failure } from '../cli/failure.js';
import { reportOn, strictestOf, type GateQuestion, type GateReport } from '../gate/report.js';
import type { Stage } from './play.js';
import { worldOf } from './worlds.js';

type Facts = Pick<Stage, 'ledger' | 'events'>;

/** Asks the gate about an account or a person, with everything that had happened by the instant. Of a person's accounts the strictest answer counts. */
export function askAnyone(stage: Facts, policy: Policy, question: GateQuestion, at: Instant, houseRules = true): GateReport {
  const played = accountsAsked(stage, question.subject).map((id) => playUntil(stage, policy, id, at));
  if (played.length === 0)
    throw new Failure(`There is no account and no person '${question.subject}' in the files; write an account as ENTITY/CUSTOMER.`, exits.badInput);
  const isPerson = !stage.ledger.accounts.has(question.subject) && !stage.ledger.billed.has(question.subject);
  const named = { ...question, person: question.person ?? (isPerson ? question.subject : null) };
  const asked = isPerson ? played : played.slice(0, 1);
  const reports = asked.map(({ world, warnings }) =>
    reportOn(
      together(
        factsAt(world, at),
        played.map((each) => each.world),
      ),
      { policy, houseRules, warnings },
      named,
      at,
    ),
  );
  return strictestOf(reports);
}

/** The account itself and the customer's others, or all accounts on which the person is known. */
function accountsAsked({ ledger, events }: Facts, subject: string): string[] {
  const account = ledger.accounts.get(ledger.billed.get(subject) ?? subject);
  const all = [...ledger.accounts.values()];
  if (account) return [account.id, ...all.filter(({ id, customer }) => id !== account.id && customer === account.customer).map(({ id }) => id)];
  const customers = new Set(ledger.contacts.filter(({ name }) => name === subject).map(({ customerNumber }) => customerNumber));
  const spoken = new Set(
    events
      .filter((event) => ('person' in event && event.person === subject) || (event.type === 'person' && event.name === subject))
      .map(({ accountId }) => accountId),
  );
  return all.filter(({ id, customer }) => customers.has(customer) || spoken.has(id)).map(({ id }) => id);
}

function playUntil({ ledger, events }: Facts, policy: Policy, accountId: string, at: Instant): { world: World; warnings: string[] } {
  const position = [...ledger.accounts.keys()].indexOf(accountId);
  const account = ledger.accounts.get(accountId);
  if (!account) throw new Failure(`There is no account ${accountId} in the files.`, exits.badInput);
  const world = worldOf(ledger, account, position, at.slice(0, 10), false);
  const past = events.filter((event) => event.accountId === accountId && !isBefore(at, event.at));
  const warnings = past
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.line - b.line)
    .flatMap((event) => {
      if (event.type === 'policy') return [];
      const happened = happen({ world, policy, zone: debtorZone(world.base) }, event);
      return 'refused' in happened ? [`events, line ${event.line}: ${event.type} was refused: ${happened.refused}`] : [];
    });
  judgePlans(world, dayOf(at, debtorZone(world.base)));
  return { world, warnings };
}

/** What was said to the same people on the customer's other accounts counts as well. */
function together(facts: AccountFacts, siblings: readonly World[]): AccountFacts {
  const others = siblings.filter(({ base }) => base.accountId !== facts.accountId).map(({ base }) => base);
  return {
    ...facts,
    contactsElsewhere: others.flatMap(({ contactsMade }) => contactsMade),
    consents: [...(facts.consents ?? []), ...others.flatMap(({ consents = [] }) => consents)],
    inconveniences: [...(facts.inconveniences ?? []), ...others.flatMap(({ inconveniences = [] }) => inconveniences)],
  };
}
