import type { PrismaClient } from '../generated/client.js';
import * as approvalRequests from './approvalRequests.js';
import * as approvals from './approvals.js';
import * as audit from './audit.js';
import * as bookings from './bookings.js';
import * as campaigns from './campaigns.js';
import * as cases from './cases.js';
import * as charges from './charges.js';
import * as clock from './clock.js';
import * as course from './course.js';
import * as contacts from './contacts.js';
import * as contactsRecorded from './contactsRecorded.js';
import * as drafts from './drafts.js';
import * as enrolment from './enrolment.js';
import * as disputes from './disputes.js';
import * as facts from './facts.js';
import * as holds from './holds.js';
import * as instructions from './instructions.js';
import * as ledger from './ledger.js';
import * as notes from './notes.js';
import * as nudges from './nudges.js';
import * as placementCourse from './placementCourse.js';
import * as pendingPayments from './pendingPayments.js';
import * as placements from './placements.js';
import * as plans from './plans.js';
import * as policies from './policies.js';
import * as strands from './strands.js';
import * as taskOutcomes from './taskOutcomes.js';
import * as tasks from './tasks.js';
import * as writeOffCourse from './writeOffCourse.js';
import * as writeOffs from './writeOffs.js';
import * as wishes from './wishes.js';
import { connect, inTransaction, type Db } from './db.js';

/** Each topic's functions `(db, …)`. A topic is added here, and is then part of the store that activities are given. */
const topics = {
  approvalRequests,
  approvals,
  audit,
  bookings,
  campaigns,
  cases,
  charges,
  clock,
  course,
  contacts,
  contactsRecorded,
  drafts,
  enrolment,
  disputes,
  facts,
  holds,
  instructions,
  ledger,
  notes,
  wishes,
  nudges,
  placementCourse,
  pendingPayments,
  placements,
  plans,
  policies,
  strands,
  taskOutcomes,
  tasks,
  writeOffCourse,
  writeOffs,
};

/** A topic's functions with the connection given. */
type Bound<Topic> = {
  [Name in keyof Topic as Topic[Name] extends (db: Db, ...rest: never[]) => unknown ? Name : never]: Topic[Name] extends (
    db: Db,
    ...rest: infer Rest
  ) => infer Answer
    ? (...rest: Rest) => Answer
    : never;
};

type Topics = { readonly [Name in keyof typeof topics]: Bound<(typeof topics)[Name]> };

/** The store within a transaction. */
export type StoreTx = Topics;

/** The store as activities know it: topics of functions, and a way to run several of them in one transaction. */
export interface Store extends Topics {
  /** Runs `work` in one transaction: all of it is kept, or, when it throws, none. */
  transact<T>(work: (tx: StoreTx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens the store on a PostgreSQL connection string. */
export function openStore(url: string, poolSize?: number): Store {
  return storeOn(connect(url, poolSize));
}

/** The store on a connection that is open already. */
export function storeOn(db: PrismaClient): Store {
  return { ...bindAll(db), transact: (work) => inTransaction(db, (tx) => work(bindAll(tx))), close: () => db.$disconnect() };
}

function bindAll(db: Db): Topics {
  return Object.fromEntries(Object.entries(topics).map(([name, topic]) => [name, bind(topic, db)])) as unknown as Topics;
}

function bind(topic: object, db: Db): object {
  const functions = Object.entries(topic).filter(([, value]) => typeof value === 'function');
  return Object.fromEntries(functions.map(([name, act]) => [name, (act as (db: Db, ...rest: unknown[]) => unknown).bind(null, db)]));
}
