import type { Instant } from '../../../domain/calendar/day.js';
import { fromInstant, type Db } from '../db.js';
import { listAccounts, type AccountRow } from './accounts.js';
import { listItems, type ItemRow } from './items.js';
import {
  listApprovals,
  listDisputes,
  listHolds,
  listPlacements,
  listPlans,
  listWriteOffs,
  type ApprovalRow,
  type DisputeRow,
  type HoldRow,
  type PlacementRow,
  type PlanRow,
  type WriteOffRow,
} from './proceedings.js';
import { listContactsMade, listDecisions, type ContactMadeRow, type DecisionRow } from './records.js';
import { listTasks, type TaskRow } from './tasks.js';

export interface ContactRow {
  id: string;
  name: string;
  role: string;
  language: string | null;
  email: string | null;
  phone: string | null;
  mobile: string | null;
  rank: number;
  active: boolean;
}

export interface NoteRow {
  id: string;
  at: Instant;
  author: string;
  text: string;
}

/** Everything a person needs to see of an account; of long lists the first `most`. */
export interface AccountPage extends AccountRow {
  itemCount: number;
  items: ItemRow[];
  contacts: ContactRow[];
  contactsMade: ContactMadeRow[];
  tasks: TaskRow[];
  plans: PlanRow[];
  disputes: DisputeRow[];
  holds: HoldRow[];
  placements: PlacementRow[];
  writeOffs: WriteOffRow[];
  approvals: ApprovalRow[];
  notes: NoteRow[];
  decisions: DecisionRow[];
}

const most = 50;

/** Whether the ledger has such an account. */
export async function accountExists(db: Db, accountId: string): Promise<boolean> {
  return (await db.account.count({ where: { id: accountId } })) > 0;
}

/** The page of an account as of the business instant `now`; null when there is none with anything booked. */
export async function readAccountPage(db: Db, accountId: string, now: Instant): Promise<AccountPage | null> {
  const whole = { limit: most, offset: 0 };
  const of = { accountId, ...whole };
  const {
    items: [account],
  } = await listAccounts(db, { ...of, sort: 'account', order: 'asc' }, now);
  if (!account) return null;
  const [items, contacts, made, tasks, plans, disputes, holds, placements, writeOffs, approvals, notes, decisions] = await Promise.all([
    listItems(db, { ...of, all: false }, now),
    contactsOf(db, account.customer),
    listContactsMade(db, of),
    listTasks(db, of, now),
    listPlans(db, of),
    listDisputes(db, of),
    listHolds(db, of),
    listPlacements(db, of),
    listWriteOffs(db, of),
    listApprovals(db, of),
    notesOf(db, accountId),
    listDecisions(db, of),
  ]);
  return {
    ...account,
    itemCount: items.total,
    items: items.items,
    contacts,
    contactsMade: made.items,
    tasks: tasks.items,
    plans: plans.items,
    disputes: disputes.items,
    holds: holds.items,
    placements: placements.items,
    writeOffs: writeOffs.items,
    approvals: approvals.items,
    notes,
    decisions: decisions.items,
  };
}

async function contactsOf(db: Db, customerNumber: string): Promise<ContactRow[]> {
  const rows = await db.contact.findMany({ where: { customerNumber }, orderBy: [{ role: 'asc' }, { rank: 'asc' }, { name: 'asc' }] });
  return rows.map(({ id, name, role, language, email, phone, mobile, rank, active }) => ({ id, name, role, language, email, phone, mobile, rank, active }));
}

async function notesOf(db: Db, accountId: string): Promise<NoteRow[]> {
  const rows = await db.note.findMany({ where: { accountId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: most });
  return rows.map(({ id, at, author, text }) => ({ id, at: fromInstant(at), author, text }));
}
