import { dayOf, type Instant } from '../domain/calendar/day.js';
import { refuse, type Situation } from '../domain/instructing/change.js';
import { decide } from '../domain/instructing/decide.js';
import { authorisedBy, refusal, type Refusal } from '../domain/instructing/refuse.js';
import type { InstructionRequest, InstructionResult } from '../domain/instructions.js';
import { debtorZone } from '../domain/rule/debtorZone.js';
import type { Store, StoreTx } from '../prisma/store/store.js';
import type { Activities } from './activities.js';
import { applyChange } from './applyChange.js';
import type { BusinessClock, Processes } from './ports.js';

/** An instruction's result, and the processes that have to hear of it. */
type Obeyed = Pick<NonNullable<Awaited<ReturnType<StoreTx['instructions']['findInstruction']>>>, 'result' | 'follows'>;

/**
 * Carries out what a person asked for, or refuses and writes nothing. The request's id makes it happen once: the same id again
 * gives the same answer, and tells the processes once more, in case the first attempt died before it did.
 */
export function carryOut({ store, clock, processes }: { store: Store; clock: BusinessClock; processes: Processes }): Activities['carryOut'] {
  return async (turn) => {
    const { result, follows } = await store.transact((tx) => obey(tx, turn.request, clock.at(turn)));
    for (const { process, id, how } of follows) await (how === 'start' ? processes.startWatch(process, id) : processes.nudge(process, id));
    return result;
  };
}

async function obey(tx: StoreTx, request: InstructionRequest, at: Instant): Promise<Obeyed> {
  const early = refusal(request, { accountId: request.accountId, closing: false });
  if (early) return refused(early);
  await tx.cases.lockAccount(request.accountId);
  const known = await tx.instructions.findInstruction(request.id);
  if (known) return known.accountId === request.accountId && known.kind === request.instruction.kind ? known : refused(idTaken(request));
  const situation = await readSituation(tx, request, at);
  if ('refused' in situation) return refused(situation.refused);
  const decided = decide(request.instruction, situation);
  if (decided.refused) return refused(decided.refused);
  const { subject, subjectId, follows, action, reason, details } = await applyChange(tx, decided.change, { request, situation });
  const result: InstructionResult = { status: 'done', subjectId, message: decided.message };
  await tx.instructions.keepInstruction(request, at, { result, follows });
  await tx.nudges.nudgeAccount(request.accountId);
  const { actor, accountId, instruction } = request;
  const change = JSON.parse(JSON.stringify({ instruction, ...details }));
  await tx.audit.appendAudit({ at, actor: actor.userId, role: authorisedBy(actor.roles, instruction), action, subject, subjectId, accountId, change, reason });
  return { result, follows };
}

/** Reads what the decision may look at, or says why there is nothing to decide on. */
async function readSituation(tx: StoreTx, { accountId, actor, instruction }: InstructionRequest, at: Instant): Promise<Situation | { refused: Refusal }> {
  if (!(await tx.instructions.hasAccount(accountId))) return refuse('UNKNOWN_ACCOUNT', `There is no account ${accountId}; import its items or customer first.`);
  const { facts, policy, policiesOfItems } = await tx.facts.loadDossier(accountId, at, null);
  if (!policy) return refuse('NO_POLICY', `No policy is published for ${accountId}; publish one first.`);
  const subject = await tx.instructions.findSubject(accountId, instruction);
  const compiled = { policy: await tx.policies.compilePolicy(policy), policiesOfItems: await tx.policies.compilePolicies(policiesOfItems) };
  return { actor, facts, ...compiled, at, today: dayOf(at, debtorZone(facts)), subject };
}

function refused({ code, why }: Refusal): Obeyed {
  return { result: { status: 'refused', code, why }, follows: [] };
}

function idTaken({ id }: InstructionRequest): Refusal {
  return { code: 'ID_TAKEN', why: `Another instruction was carried out under the id '${id}'. Give this one an id of its own.` };
}
