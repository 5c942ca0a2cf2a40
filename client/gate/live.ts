import type { Instant } from '../../domain/calendar/day.js';
import type { Db } from '../../prisma/store/db.js';
import { loadDossiers, type Dossier } from '../../prisma/store/facts.js';
import { compilePolicy } from '../../prisma/store/policies.js';
import { accountsOfPerson } from '../../prisma/store/reading/people.js';
import { reportOn, strictestOf, type GateQuestion, type GateReport } from './report.js';

/**
 * Asks the gate about an account (`ENTITY/CUSTOMER`) or a person by name, with what is known now and what is open on the day of the instant;
 * of a person's accounts the strictest answer counts. Null when there is neither. Throws NoSuchDebt.
 */
export async function askLive(db: Db, question: GateQuestion, at: Instant): Promise<GateReport | null> {
  const { subject } = question;
  const isPerson = !subject.includes('/');
  const ids = isPerson ? await accountsOfPerson(db, subject) : [subject];
  const dossiers = await loadDossiers(db, ids, { now: at });
  const named = isPerson ? { ...question, person: question.person ?? subject } : question;
  const reports = await Promise.all(dossiers.map((dossier) => askOne(db, dossier, named, at)));
  return reports.length === 0 ? null : strictestOf(reports);
}

async function askOne(db: Db, { facts, policy: ref }: Dossier, question: GateQuestion, at: Instant): Promise<GateReport> {
  if (!ref) throw new Error('No policy is published');
  const policy = await compilePolicy(db, ref);
  return reportOn(facts, { policy, houseRules: true, warnings: [] }, question, at);
}
