import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  setHandler,
} from '@temporalio/workflow';
import { refusal } from '../domain/instructing/refuse.js';
import type { Act } from '../domain/verdict.js';
import type { Turn } from '../activities/activities.js';
import { assess, carryOut, perform } from './acting.js';
import { hangBell, type Bell } from './bell.js';
import type { CaseClosed, CollectAccountInput, CurrentCase, InstructionRequest, InstructionResult } from './messages.js';
import { currentCaseName, instructName } from './messages.js';
import { oneAtATime } from './oneAtATime.js';
import { patience, resultOf } from './patience.js';

const instruct = defineUpdate<InstructionResult, [InstructionRequest]>(instructName);
const currentCase = defineQuery<CurrentCase>(currentCaseName);

/**
 * Collects what an account owes: looks, does at most one thing, then waits or looks again, until the case closes.
 * A change that arrives at the last moment is looked at first.
 */
export async function collectAccount(input: CollectAccountInput): Promise<CaseClosed> {
  const account = takeUp(input);
  try {
    return await collect(account);
  } finally {
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  }
}

interface Account {
  input: CollectAccountInput;
  current: CurrentCase;
  bell: Bell;
  inOrder: ReturnType<typeof oneAtATime>;
  /** Key of the act that was done last. */
  lastKey: string | null;
}

/** Takes the account up where the last run left it, and listens from then on. */
function takeUp(input: CollectAccountInput): Account {
  const { caseId = null, verdict = null, wakeMs = null, turns = 0 } = input.carried ?? {};
  const current: CurrentCase = { accountId: input.accountId, caseId, verdict, wakeMs, turns, trouble: null };
  const account: Account = { input, current, bell: hangBell(), inOrder: oneAtATime(), lastKey: null };
  setHandler(currentCase, () => current);
  setHandler(instruct, (request) => account.inOrder(() => obey(request, account.bell)), { validator: (request) => refuse(request, input.accountId) });
  return account;
}

async function collect(account: Account): Promise<CaseClosed> {
  const { current, bell } = account;
  const endurance = patience();
  for (;;) {
    if (endurance.spent()) await rollOver(account);
    const plannedMs = await bell.orUntil(current.wakeMs);
    const turn = await resultOf(() => takeTurn(account, plannedMs));
    if (!turn.ok) current.trouble = turn.why;
    const left = turn.ok ? turn.value : 'in vain';
    if (left === 'in vain') current.wakeMs = endurance.lose(plannedMs);
    else endurance.regain();
    if (left === 'closed') await condition(allHandlersFinished);
    if (left === 'closed' && !bell.rung) return closed(current);
  }
}

/** What a turn leaves to do. `in vain`: nothing was achieved, so the next look must not follow at once for ever. */
type Left = 'wait' | 'look again' | 'in vain' | 'closed';

async function takeTurn(account: Account, plannedMs: number | null): Promise<Left> {
  const { current, bell } = account;
  const turn = await account.inOrder(() => look(account, plannedMs));
  const { verdict } = current;
  if (bell.rung || verdict === null) return 'look again';
  switch (verdict.kind) {
    case 'close':
      return 'closed';
    case 'wait':
      return leadsOn(current, turn) ? 'wait' : 'in vain';
    case 'act':
      return act(account, verdict.act, turn);
    default:
      throw new TypeError(`No such verdict: ${(verdict satisfies never as { kind: string }).kind}`);
  }
}

/** Looks at the account as it is now. What changes while it looks rings the bell. */
async function look({ input: { accountId, campaignId }, current, bell }: Account, plannedMs: number | null): Promise<Turn> {
  const turn: Turn = { nowMs: Date.now(), plannedMs };
  bell.hush();
  const assessed = await assess({ accountId, campaignId, ...turn });
  Object.assign(current, assessed, { turns: current.turns + 1, trouble: null });
  return turn;
}

/** An instruction that came while the account was looked at is carried out first, and then the act is decided anew. */
async function act(account: Account, decided: Act, turn: Turn): Promise<Left> {
  const { current, bell, inOrder, lastKey } = account;
  const { accountId, caseId } = current;
  if (caseId === null) return 'in vain';
  const done = await inOrder(async () => (bell.rung ? null : perform(decided, { accountId, caseId, nowMs: Date.now(), plannedMs: turn.plannedMs })));
  if (done === null) return 'look again';
  if (done.result !== 'DONE') {
    current.trouble = `${decided.key}: ${done.result}${done.reason ? ` (${done.reason.code})` : ''}`;
    return 'in vain';
  }
  account.lastKey = decided.key;
  return decided.key !== lastKey || leadsOn(current, turn) ? 'wait' : 'in vain';
}

/** Whether the next look lies after this one: a rule that names the same past instant again must not spin. */
function leadsOn({ wakeMs }: CurrentCase, { plannedMs, nowMs }: Turn): boolean {
  return wakeMs !== null && wakeMs > (plannedMs ?? nowMs);
}

/** Carries out what a person asked for. The bell rings before the next piece of work begins. */
async function obey(request: InstructionRequest, bell: Bell): Promise<InstructionResult> {
  try {
    return await carryOut({ nowMs: Date.now(), plannedMs: null, request });
  } finally {
    bell.ring();
  }
}

/**
 * Refuses what cannot be right whatever the facts are; nothing of it enters the history. A closing case refuses
 * nothing: an instruction that arrives then is carried out, and the account is looked at once more.
 */
function refuse(request: InstructionRequest, accountId: string): void {
  const refused = refusal(request, { accountId, closing: false });
  if (refused) throw ApplicationFailure.nonRetryable(refused.why, refused.code);
}

/** Begins a new history with the same case. The next look stays at its time, or comes at once if the bell has rung. */
async function rollOver({ input, current, bell }: Account): Promise<never> {
  await condition(allHandlersFinished);
  const { caseId, wakeMs, turns, verdict } = current;
  return continueAsNew<typeof collectAccount>({ ...input, carried: { caseId, turns, verdict, wakeMs: bell.rung ? null : wakeMs } });
}

function closed({ accountId, caseId, verdict }: CurrentCase): CaseClosed {
  if (verdict?.kind !== 'close') throw new TypeError('A case closes by its verdict');
  return { accountId, caseId, outcome: verdict.outcome };
}
