import type { Role } from '../../domain/policy/types.js';

export const roles = ['finance', 'collector', 'manager', 'controller', 'auditor', 'admin'] as const satisfies readonly Role[];

const all: readonly Role[] = roles;
const business: readonly Role[] = ['finance', 'collector', 'manager', 'controller', 'auditor'];
const overseers: readonly Role[] = ['auditor', 'controller', 'admin'];
const administrators: readonly Role[] = ['admin'];

/**
 * Who may do what over HTTP, and so by the command line: one line for each operation. `public` needs no key.
 * The segregation of duties behind it: who loads the ledger gives no approval, who administers users does no business,
 * who audits changes nothing.
 */
export const permissions = {
  liveness: 'public',
  readiness: 'public',
  openApiDocument: 'public',

  whoAmI: all,
  readClock: all,

  importFile: ['finance'],
  proposeMapping: ['finance'],
  listImports: business,
  listImportPresets: business,
  readAgeing: business,

  listPolicies: all,
  readPolicy: all,
  checkPolicy: all,
  publishPolicy: ['manager', 'admin'],
  previewMigration: ['manager'],
  migratePolicy: ['manager'],
  readAssignment: business,
  previewAssignment: ['manager'],
  publishAssignment: ['manager'],
  assignPolicy: ['manager'],

  previewCampaign: ['finance', 'manager'],
  launchCampaign: ['finance', 'manager'],
  listCampaigns: business,
  readCampaign: business,
  listCampaignAccounts: business,
  pauseCampaign: ['finance', 'manager'],
  resumeCampaign: ['finance', 'manager'],
  cancelCampaign: ['finance', 'manager'],

  listAccounts: business,
  readAccount: business,
  listAccountItems: business,
  readCurrentCase: business,
  readAccountStates: business,
  listEvents: business,
  explainAccount: business,
  askGate: business,
  /** Which instruction takes which role is the domain's affair: `mayInstruct`. */
  instructAccount: ['collector', 'finance', 'manager', 'controller', 'admin'],

  listTasks: business,
  readTask: business,
  listApprovals: business,
  listDrafts: business,
  listPlans: business,
  listDisputes: business,
  listCharges: business,
  listHolds: business,
  listPlacements: business,
  listWriteOffs: business,
  listContactsMade: business,
  listDecisions: business,

  listAudit: overseers,
  verifyAudit: overseers,

  listSchedules: all,
  switchScheduleOn: ['admin', 'manager'],
  switchScheduleOff: ['admin', 'manager'],
  runScheduleNow: ['admin', 'manager'],

  listUsers: ['admin', 'auditor'],
  addUser: administrators,
  changeUser: administrators,
  listKeys: ['admin', 'auditor'],
  createKey: administrators,
  revokeKey: administrators,
} as const satisfies Record<string, readonly Role[] | 'public'>;

export type Operation = keyof typeof permissions;

/** The first of the roles that allow an operation which the caller holds: the one they act in. Null when they hold none of them. */
export function roleFor(operation: Operation, held: readonly Role[]): Role | null {
  const allowed: readonly Role[] | 'public' = permissions[operation];
  return allowed === 'public' ? null : (allowed.find((role) => held.includes(role)) ?? null);
}
