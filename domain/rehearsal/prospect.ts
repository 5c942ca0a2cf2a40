/** What follows for an account, by the rule itself. */
import { addDays, dayOf, instantOf, type Day, type Instant } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import type { Act, Reason, Verdict } from '../verdict.js';
import type { Policy } from '../policy/types.js';
import { accountInCase, assessAccount } from '../rule/assessAccount.js';
import { foresee } from '../rule/foresee.js';
import type { InCase } from '../rule/openCase.js';
import { actPhrase, reasonPhrase, verdictSentence } from '../rule/sentence.js';
import type { Policies } from '../rule/strandFacts.js';
import type { AccountState } from './agenda.js';
import type { Play } from './lines.js';
import { policiesOf } from './world.js';

type Prospect = Pick<AccountState, 'next' | 'waits'>;

/** How many of the coming days on which a case may open are tried. */
const openingsTried = 20;

/** What an account waits for, and its next act if nothing changes; without a case, that of the case which opens next. */
export function prospect({ world, policy, zone }: Play, facts: AccountFacts, at: Instant): Prospect {
  const policies = policiesOf(world, policy);
  const caseAt = (now: Instant): InCase => {
    const then = { ...facts, ledgerAsOf: facts.ledgerAsOf && dayOf(now, zone) };
    return accountInCase(then, policies, { lastEpisode: world.episodes, campaignId: null, now });
  };
  const { verdict, strand } = assessAccount(caseAt(at), policies, at);
  const by = (which: Policy) => strand.facts.whole && { policy: which.name };
  if (facts.case === null && verdict.kind === 'close') {
    const opens = openings(facts, { policies, zone }, dayOf(at, zone)).map((now) => ({ now, ...foresee(caseAt(now), policies, now) }));
    const first = opens.find(({ act }) => act !== null);
    return { next: nextOf(first?.act ?? null, first && by(first.actBy)), waits: { ...idle(verdict, first?.now ?? null), ...by(strand.policy) } };
  }
  const waits = { until: verdict.kind === 'wait' ? verdict.until : null, reason: verdict.reason, sentence: verdictSentence(verdict), ...by(strand.policy) };
  const { act, actBy } = foresee(caseAt(at), policies, at);
  return { next: nextOf(act, by(actBy)), waits };
}

/** The mornings on which something falls overdue, or has its first day for a courtesy. */
function openings({ items }: AccountFacts, { policies, zone }: { policies: Policies; zone: string }, today: Day): Instant[] {
  const ladders = [policies.own, ...policies.ofItems.values()].flatMap(({ ladder }) => ladder);
  const ahead = ladders.flatMap(({ when }) => when.daysBeforeDue?.atMost ?? []);
  const due = items
    .filter(({ openMinor, dueOn }) => openMinor > 0 && dueOn >= today)
    .flatMap(({ dueOn }) => [1, ...ahead.map((days) => -days)].map((days) => addDays(dueOn, days)));
  const days = [...new Set(due.map((day) => (day > today ? day : addDays(today, 1))))].sort();
  return days.slice(0, openingsTried).map((day) => instantOf(day, '06:00', zone));
}

function idle({ reason }: { reason: Reason }, until: Instant | null): Prospect['waits'] {
  const opens = until === null ? '' : `; the next may open on ${until.slice(0, 10)}`;
  return { until, reason, sentence: `No case runs, because ${reasonPhrase(reason)}${opens}.` };
}

function nextOf(act: Extract<Verdict, { kind: 'act' }> | null, by: { policy: string } | undefined): Prospect['next'] {
  if (act === null) return null;
  return {
    at: act.at,
    kind: act.act.kind,
    step: act.act.step,
    ...addressee(act.act),
    sentence: `${actPhrase(act.act)}, because ${reasonPhrase(act.reason)}`,
    ...by,
  };
}

function addressee(what: Act): Pick<NonNullable<Prospect['next']>, 'channel' | 'to'> {
  switch (what.kind) {
    case 'contact':
    case 'draft':
      return { channel: what.channel, to: what.address };
    case 'task':
      return { channel: what.task === 'CALL' ? 'call' : null, to: what.task };
    case 'place':
      return { channel: null, to: what.agency };
    case 'credit-hold':
    case 'write-off':
    case 'charge':
      return { channel: null, to: null };
    default:
      return what satisfies never;
  }
}
