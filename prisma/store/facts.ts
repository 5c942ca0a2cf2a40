import type { Day, Instant } from '../../domain/calendar/day.js';
import type { AccountFacts } from '../../domain/facts.js';
import type { Amounts } from '../../domain/money/minor.js';
import type { Assignment } from '../../domain/policy/assignment.js';
import { bookedSql, chargesSql } from './factsOfCharges.js';
import { Prisma, toInstant, type Db } from './db.js';
import { governed, type Assigned } from './assigned.js';
import type { CourseChange } from '../../domain/rule/follow.js';
import { courseSql, creditHoldSql } from './factsOfCourse.js';
import { caseSql, contactsElsewhereSql, contactsMadeSql, draftsSql, stepsSql, tasksSql, utc } from './factsOfCase.js';
import { consentsSql, inconveniencesSql } from './wishes.js';
import { collectorEmailSql, contactsSql, customerSql, entitySql, ledgerAsOfSql, suppressionsSql } from './factsOfCustomer.js';
import { itemsSql, lastPaidOnSql } from './factsOfLedger.js';
import { disputesSql, holdsSql, placementsSql, plansSql, writeOffsSql } from './factsOfStanding.js';
import { pendingPaymentsSql } from './pendingPayments.js';
import { itemPoliciesSql, strandPoliciesSql } from './strands.js';
import type { PolicyRef } from './policies.js';

/** What is needed to decide on an account: its facts and the policy that speaks for it. */
export interface Dossier {
  facts: AccountFacts;
  /** The case's pinned version; without a case the newest of the account's own, the campaign's, the assignment's, the entity's or the standard policy. Null when none is published. */
  policy: PolicyRef | null;
  /** Policies that items of it have for themselves, each in the version by which they are collected. */
  policiesOfItems: PolicyRef[];
  /** What speaks for the account's policy, and which assignment is in force. */
  assigned: Assigned;
  /** The newest case of the account, open or closed. */
  lastCase: { id: string; episode: number; closedAt: Instant | null; assessedAt: Instant | null } | null;
  /** Open net of credits at the last decision of the running case, by currency; null when there was none. */
  lastOpen: Amounts | null;
  /** The newest change of each kind and item of the account's course, oldest first. */
  course: CourseChange[];
  /** Names the nudge that these facts answer to; null when there was none. */
  nudgeMark: string | null;
}

/** The policy for accounts for which nothing else is said. */
export const standardPolicy = 'standard-b2b';

/**
 * Reads the facts of accounts in one statement, in the order of `accountIds`; accounts that do not exist are left out.
 * Everything is as known now; open amounts are as of `asOf`. Throws RangeError when an amount is no safe integer.
 */
export async function loadFacts(db: Db, accountIds: readonly string[], asOf: Day): Promise<AccountFacts[]> {
  return (await loadDossiers(db, accountIds, { day: asOf })).map(({ facts }) => facts);
}

/** Reads an account for a decision at `now`, as of that day in the creditor's calendar. Throws when the account does not exist. */
export async function loadDossier(db: Db, accountId: string, now: Instant, campaignId: string | null): Promise<Dossier> {
  const [dossier] = await loadDossiers(db, [accountId], { now, campaignId });
  if (!dossier) throw new Error(`There is no account ${accountId}`);
  return dossier;
}

/** When facts are looked at: on a day, or at an instant, whose day is taken in the calendar of the account's creditor. */
export type AsOf = ({ day: Day } | { now: Instant }) & { campaignId?: string | null; /** Instead of the assignment in force. */ assignment?: Assignment };

/** Reads accounts for decisions in one statement; see `loadFacts`. */
export async function loadDossiers(db: Db, accountIds: readonly string[], asOf: AsOf): Promise<Dossier[]> {
  const now = 'now' in asOf ? toInstant(asOf.now) : null;
  const day = 'day' in asOf ? asOf.day : null;
  const rows = await db.$queryRaw<{ dossier: string }[]>`/*dossier*/
    SELECT ${dossierSql}::text AS dossier
    FROM unnest(${[...accountIds]}::text[]) WITH ORDINALITY AS wanted (id, position)
    JOIN account a ON a.id = wanted.id
    JOIN entity e ON e.code = a.entity_code
    JOIN customer c ON c.number = a.customer_number
    LEFT JOIN campaign g ON g.id = ${asOf.campaignId ?? null}
    CROSS JOIN LATERAL (SELECT coalesce(${day}::date, (${now}::timestamptz AT TIME ZONE e.time_zone)::date) AS day,
                               coalesce(${now}::timestamptz, ${day}::date + 1) AS now) t
    LEFT JOIN LATERAL (SELECT * FROM collection_case WHERE account_id = a.id ORDER BY episode DESC LIMIT 1) last ON true
    LEFT JOIN LATERAL (SELECT last.id WHERE last.closed_at IS NULL) k ON true
    LEFT JOIN LATERAL (${policySql}) p ON true
    ORDER BY wanted.position`;
  const dossiers = rows.map(({ dossier }) => check(JSON.parse(dossier) as Dossier));
  return governed(db, dossiers, asOf);
}

const policySql = Prisma.sql`
  SELECT v.name, v.version, v.sha256, jsonb_typeof(v.document -> 'charges') = 'object' AS charges FROM policy_version v
  WHERE CASE WHEN k.id IS NOT NULL THEN v.name = last.policy_name AND v.version = last.policy_version
             WHEN a.policy_name IS NULL AND g.policy_name IS NOT NULL THEN v.name = g.policy_name AND v.version = g.policy_version
             ELSE v.name = coalesce(a.policy_name, e.default_policy, ${standardPolicy}) END
  ORDER BY v.version DESC LIMIT 1`;

const dossierSql = Prisma.sql`
  json_build_object(
    'facts', json_build_object(
      'accountId', a.id, 'entity', ${entitySql}, 'customer', ${customerSql}, 'collectorId', a.collector_id, 'collectorEmail', ${collectorEmailSql}, 'ledgerAsOf', ${ledgerAsOfSql},
      'items', ${itemsSql}, 'contacts', ${contactsSql}, 'suppressions', ${suppressionsSql}, 'holds', ${holdsSql}, 'disputes', ${disputesSql}, 'itemPolicies', ${itemPoliciesSql},
      'plans', ${plansSql}, 'contactsMade', ${contactsMadeSql}, 'contactsElsewhere', ${contactsElsewhereSql}, 'steps', ${stepsSql}, 'tasks', ${tasksSql},
      'placements', ${placementsSql}, 'pendingPayments', ${pendingPaymentsSql}, 'lastPaidOn', ${lastPaidOnSql}, 'consents', ${consentsSql}, 'inconveniences', ${inconveniencesSql}, 'writeOffs', ${writeOffsSql}, 'creditHold', ${creditHoldSql}, 'drafts', ${draftsSql}, 'case', ${caseSql}, 'charges', ${chargesSql}, 'booked', ${bookedSql}),
    'assigned', json_build_object('inForce', (SELECT json_build_object('version', v.version, 'sha256', v.sha256)
        FROM assignment_version v ORDER BY v.version DESC LIMIT 1), 'account', a.policy_name,
      'campaign', g.policy_name, 'entity', e.default_policy),
    'policiesOfItems', ${strandPoliciesSql},
    'policy', CASE WHEN p.name IS NOT NULL THEN json_build_object('name', p.name, 'version', p.version, 'sha256', p.sha256) END,
    'lastCase', CASE WHEN last.id IS NOT NULL THEN json_build_object('id', last.id, 'episode', last.episode, 'closedAt', ${utc('last.closed_at')},
      'assessedAt', ${utc('last.assessed_at')}) END,
    'lastOpen', (SELECT d.inputs -> 'open' FROM decision d WHERE d.case_id = k.id ORDER BY d.at DESC, d.id DESC LIMIT 1),
    'course', ${courseSql},
    'nudgeMark', (SELECT n.xmin::text FROM nudge n WHERE n.account_id = a.id))`;

/** JSON numbers beyond 2^53 arrive rounded, and are then no safe integers: none slips through. */
function check(dossier: Dossier): Dossier {
  for (const { id, amountMinor, openMinor } of dossier.facts.items)
    if (!Number.isSafeInteger(amountMinor) || !Number.isSafeInteger(openMinor))
      throw new RangeError(`Item ${id} of ${dossier.facts.accountId} has an amount that is no safe integer`);
  return dossier;
}
