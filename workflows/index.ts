/** The workflows that a worker runs: Temporal's entry point. */
export { approveWriteOff } from './approveWriteOff.js';
export { collectAccount } from './collectAccount.js';
export { enrolDaily } from './enrolDaily.js';
export { placeDebt } from './placeDebt.js';
export { resolveDispute } from './resolveDispute.js';
export { runCampaign } from './runCampaign.js';
export { watchPlan } from './watchPlan.js';
