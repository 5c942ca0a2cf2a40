/** How each kind of row is shown, in lists and on an account's page alike. */
import type { BriefedContact, BriefedPerson } from '../../domain/brief.js';
import type { ContactRow, NoteRow } from '../../prisma/store/reading/accountPage.js';
import type { AccountRow } from '../../prisma/store/reading/accounts.js';
import type { ItemRow } from '../../prisma/store/reading/items.js';
import type { DraftRow } from '../../prisma/store/reading/drafts.js';
import type { ApprovalRow, DisputeRow, HoldRow, PlacementRow, PlanRow, WriteOffRow } from '../../prisma/store/reading/proceedings.js';
import type { ContactMadeRow, DecisionRow } from '../../prisma/store/reading/records.js';
import type { TaskRow } from '../../prisma/store/reading/tasks.js';
import { moment, monies, money, type Column } from './print.js';

type Columns<Row> = readonly Column<Row>[];
export type Explained = DecisionRow & { sentence: string };

const words = (code: string | null | undefined): string => (code ?? '').toLowerCase().replaceAll('_', ' ');
const stepOf = ({ case: it }: AccountRow): string => (!it ? '' : it.status === 'OPEN' ? (it.step ?? 'begun') : words(it.outcome ?? it.status));
const account = { title: 'ACCOUNT', of: ({ accountId }: { accountId: string }) => accountId };
const status = { title: 'STATUS', of: (row: { status: string }) => words(row.status) };

export const accountColumns: Columns<AccountRow & { excludedBy: string | null }> = [
  account,
  { title: 'NAME', width: 28, of: ({ name }) => name },
  { title: 'OVERDUE', right: true, of: ({ overdue }) => monies(overdue) },
  { title: 'DAYS', right: true, of: ({ daysPastDue }) => daysPastDue },
  { title: 'STEP', of: stepOf },
  { title: 'NEXT LOOK', of: (row) => moment(row.case?.nextLookAt) },
  { title: 'WAITS FOR', of: (row) => (row.excludedBy ? `excluded by policy (${row.excludedBy})` : words(row.case?.waitReason)) },
  { title: 'FLAGS', of: ({ flags }) => flags.join(' ') },
  { title: 'TASKS', right: true, of: ({ openTasks }) => openTasks || '' },
];

export const itemColumns: Columns<ItemRow> = [
  { title: 'ITEM', of: ({ item }) => item },
  { title: 'KIND', of: ({ kind }) => words(kind) },
  { title: 'ISSUED', of: ({ issuedOn }) => issuedOn },
  { title: 'DUE', of: ({ dueOn }) => dueOn },
  { title: 'DAYS', right: true, of: ({ daysPastDue }) => daysPastDue || '' },
  { title: 'AMOUNT', right: true, of: (row) => money(row.amountMinor, row.currency) },
  { title: 'OPEN', right: true, of: (row) => money(row.openMinor, row.currency) },
];

export const decisionColumns: Columns<Explained> = [
  { title: 'WHEN', of: ({ at }) => moment(at) },
  { title: 'WHAT', width: 100, of: ({ sentence }) => sentence },
];

export const taskColumns: Columns<TaskRow> = [
  { title: 'TASK', of: ({ id }) => id },
  { title: 'DUE', of: ({ dueOn }) => dueOn },
  account,
  { title: 'NAME', width: 24, of: ({ name }) => name },
  { title: 'WHAT', width: 44, of: ({ title }) => title },
  { title: 'OVERDUE', right: true, of: ({ overdue }) => monies(overdue) },
  { title: 'FOR', of: ({ assigneeId, role }) => assigneeId ?? role },
  { title: 'STATUS', of: (row) => words(row.outcome ?? row.status) },
];

export const personColumns: Columns<BriefedPerson> = [
  { title: 'CONTACT', of: ({ contactId }) => contactId },
  { title: 'NAME', of: ({ name }) => name },
  { title: 'ROLE', of: ({ role }) => role },
  { title: 'PHONE', of: ({ phone }) => phone },
  { title: 'MOBILE', of: ({ mobile }) => mobile },
  { title: 'LANGUAGE', of: ({ language }) => language },
  { title: 'TIME ZONE', of: ({ timeZone }) => timeZone },
  { title: 'NOT TO BE USED', of: ({ suppressed }) => suppressed.join(' ') },
];

export const historyColumns: Columns<BriefedContact> = [
  { title: 'WHEN', of: ({ at }) => moment(at) },
  { title: 'BY', of: ({ actor }) => actor },
  { title: 'CHANNEL', of: ({ channel }) => channel },
  { title: 'STEP', of: ({ step }) => step },
  { title: 'RESULT', of: (row) => words(row.outcome ?? row.status) },
  { title: 'NOTE', width: 50, of: ({ detail }) => detail },
];

export const contactMadeColumns: Columns<ContactMadeRow> = [
  { title: 'WHEN', of: ({ claimedAt }) => moment(claimedAt) },
  account,
  { title: 'STEP', of: ({ step }) => step },
  { title: 'CHANNEL', of: ({ channel }) => channel },
  { title: 'TO', width: 36, of: ({ address }) => address?.replaceAll('\n', ', ') },
  { title: 'STATUS', of: (row) => words(row.outcome ?? row.status) },
  { title: 'BY', of: ({ actor }) => actor },
  { title: 'WHY', width: 40, of: ({ status: is, detail }) => (is === 'ACCEPTED' ? '' : detail) },
];

export const planColumns: Columns<PlanRow> = [
  { title: 'PLAN', of: ({ id }) => id },
  account,
  { title: 'KIND', of: ({ kind }) => words(kind) },
  { title: 'TOTAL', right: true, of: (row) => money(row.totalMinor, row.currency) },
  { title: 'PAID', right: true, of: (row) => money(row.paidMinor, row.currency) },
  { title: 'LAST DUE', of: ({ instalments }) => instalments.at(-1)?.dueOn },
  status,
];

export const disputeColumns: Columns<DisputeRow> = [
  { title: 'DISPUTE', of: ({ id }) => id },
  account,
  { title: 'REASON', of: ({ reason }) => reason },
  { title: 'ITEMS', width: 30, of: ({ items }) => items.map(({ item }) => item).join(' ') },
  { title: 'ANSWER BY', of: ({ respondBy }) => respondBy },
  { title: 'STATUS', of: (row) => words(row.resolution ?? row.status) },
];

export const holdColumns: Columns<HoldRow> = [
  { title: 'HOLD', of: ({ id }) => id },
  account,
  { title: 'KIND', of: ({ kind }) => words(kind) },
  { title: 'FROM', of: ({ startsOn }) => startsOn },
  { title: 'UNTIL', of: ({ endsOn }) => endsOn },
  { title: 'WHY', width: 40, of: ({ reason }) => reason },
  { title: 'LIFTED', of: ({ liftedAt }) => moment(liftedAt) },
];

export const placementColumns: Columns<PlacementRow> = [
  { title: 'PLACEMENT', of: ({ id }) => id },
  account,
  { title: 'AGENCY', of: ({ agencyCode }) => agencyCode },
  { title: 'AMOUNT', right: true, of: ({ amounts }) => monies(amounts) },
  status,
  { title: 'FILE', of: ({ fileName }) => fileName },
];

export const writeOffColumns: Columns<WriteOffRow> = [
  { title: 'WRITE-OFF', of: ({ id }) => id },
  account,
  { title: 'AMOUNT', right: true, of: ({ amounts }) => monies(amounts) },
  status,
  { title: 'ASKED', of: ({ requestedAt }) => moment(requestedAt) },
  { title: 'BOOKED', of: ({ bookedAt }) => moment(bookedAt) },
];

export const approvalColumns: Columns<ApprovalRow> = [
  { title: 'APPROVAL', of: ({ id }) => id },
  account,
  { title: 'WHAT', of: ({ subject }) => subject },
  { title: 'DECIDES', of: ({ role }) => role },
  { title: 'PROPOSED BY', of: ({ proposedBy }) => proposedBy },
  { title: 'EXPIRES', of: ({ expiresAt }) => moment(expiresAt) },
  status,
];

export const draftColumns: Columns<DraftRow> = [
  { title: 'DRAFT', of: ({ id }) => id },
  account,
  { title: 'STEP', of: ({ step }) => step },
  { title: 'TO', width: 34, of: ({ preview }) => `${preview.channel} ${preview.to.replaceAll('\n', ', ')}` },
  { title: 'SUBJECT', width: 40, of: ({ preview }) => preview.subject },
  { title: 'DECIDES', of: ({ role }) => role },
  { title: 'LAPSES', of: ({ lapsesOn }) => lapsesOn },
  { title: 'APPROVAL', of: ({ approvalId }) => approvalId },
  status,
];

export const contactColumns: Columns<ContactRow> = [
  { title: 'NAME', of: ({ name }) => name },
  { title: 'ROLE', of: ({ role }) => role },
  { title: 'E-MAIL', of: ({ email }) => email },
  { title: 'PHONE', of: (row) => row.phone ?? row.mobile },
];

export const noteColumns: Columns<NoteRow> = [
  { title: 'WHEN', of: ({ at }) => moment(at) },
  { title: 'WHO', of: ({ author }) => author },
  { title: 'NOTE', width: 80, of: ({ text }) => text },
];
