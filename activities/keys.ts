/** By which keys the tasks and bookings that follow from a plan, a dispute, a placement or a write-off happen once. */

/** The task that follows when a plan is not kept; a plan that was kept after all and is broken again has one of its own each time. */
export const brokenTask = (planId: string, time = 1): string => `plan/${planId}/broken${time === 1 ? '' : `/${time}`}`;

/** The owner's task to answer a dispute, and the manager's once the answer is late. */
export const disputeTasks = (disputeId: string): [string, string] => [`dispute/${disputeId}/answer`, `dispute/${disputeId}/escalated`];

/** The task to hand a placement over. */
export const handoverTask = (placementId: string): string => `placement/${placementId}/handover`;

/** The task to ask for an acknowledgement. */
export const acknowledgeTask = (placementId: string): string => `placement/${placementId}/acknowledge`;

/** The task to tell a third party that a debt is recalled. */
export const recallTask = (placementId: string): string => `placement/${placementId}/recall`;

/** The collector's task once a proposal came to nothing, or a placement came back. */
export const reviewTask = (about: 'placement' | 'write-off', id: string): string => `${about}/${id}/review`;

/** Ledger number of what a write-off books. */
export const writeOffNumber = (writeOffId: string): string => `WRITE-OFF/${writeOffId}`;

/** Ledger number of what a kept settlement writes down. */
export const settlementNumber = (planId: string): string => `SETTLEMENT/${planId}`;

/** Ledger number of the credits of an upheld dispute. */
export const disputeNumber = (disputeId: string): string => `DISPUTE/${disputeId}`;
