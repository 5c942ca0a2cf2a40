/** What people and the ledger do to an account, and how to see that nothing was done. */
import { createHash, randomUUID } from 'node:crypto';
import { carryOut } from '../../activities/carryOut.js';
import type { Watched, WatchTurn } from '../../activities/activities.js';
import type { Files, HandoverData, HandoverFormatter } from '../../activities/ports.js';
import type { Instant } from '../../domain/calendar/day.js';
import type { Instruction, InstructionRequest, InstructionResult } from '../../domain/instructions.js';
import type { Role } from '../../domain/policy/types.js';
import { date, turnAt, type World } from './world.js';

export interface Person {
  userId: string;
  roles: Role[];
}
export const collector: Person = { userId: 'collector-1', roles: ['collector'] };
export const finance: Person = { userId: 'finance-1', roles: ['finance'] };
export const manager: Person = { userId: 'manager-1', roles: ['manager'] };
export const controller: Person = { userId: 'controller-1', roles: ['controller'] };

export function requestOf(accountId: string, instruction: Instruction, actor: Person = collector, id: string = randomUUID()): InstructionRequest {
  return { id, accountId, actor, instruction };
}

/** Gives an instruction, as the account's workflow does. */
export function tell(
  world: World,
  accountId: string,
  at: Instant,
  instruction: Instruction,
  actor: Person = collector,
  id: string = randomUUID(),
): Promise<InstructionResult> {
  return carryOut(world)({ ...turnAt(at), request: requestOf(accountId, instruction, actor, id) });
}

/** Gives an instruction that must be carried out; answers the id of what it made or changed. */
export async function done(world: World, accountId: string, at: Instant, instruction: Instruction, actor: Person = collector): Promise<string> {
  const result = await tell(world, accountId, at, instruction, actor);
  if (result.status !== 'done') throw new Error(`${instruction.kind} was refused: ${result.why}`);
  return result.subjectId;
}

/** Gives an instruction that must be refused; answers the code of the refusal. */
export async function refusedAs(world: World, accountId: string, at: Instant, instruction: Instruction, actor: Person = collector): Promise<string> {
  const result = await tell(world, accountId, at, instruction, actor);
  return result.status === 'refused' ? result.code : `done: ${result.message}`;
}

/** One look of a process, and a second one with the same turn, which must find nothing to do. */
export async function lookTwice(world: World, look: (turn: WatchTurn) => Promise<Watched>, id: string, at: Instant): Promise<Watched> {
  const watched = await look({ id, ...turnAt(at) });
  const before = await fingerprint(world);
  const again = await look({ id, ...turnAt(at) });
  expect(await fingerprint(world)).toEqual(before);
  expect(again).toEqual(watched);
  return watched;
}

/** Number of rows and a hash of the content of every table. */
export async function fingerprint({ db }: Pick<World, 'db'>): Promise<Record<string, string>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1`;
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await db.$queryRawUnsafe<{ print: string }[]>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS print FROM "${name}" t`,
    );
    prints[name] = row?.print ?? '';
  }
  return prints;
}

/** Takes a payment back: its allocations end, and a chargeback takes the credit up. */
export async function bounces({ db }: Pick<World, 'db'>, accountId: string, on: string): Promise<void> {
  const payment = await db.ledgerItem.findFirstOrThrow({ where: { accountId, kind: 'PAYMENT' }, orderBy: { id: 'desc' } });
  await db.allocation.updateMany({ where: { creditId: payment.id, reversedOn: null }, data: { reversedOn: date(on), reversedAt: date(on) } });
  const { currency, number } = payment;
  const days = { issuedOn: date(on), dueOn: date(on), recordedAt: date(on) };
  const debit = await db.ledgerItem.create({
    data: { accountId, kind: 'CHARGEBACK', number: `B-${number}`, currency, amountMinor: -payment.amountMinor, ...days },
  });
  await db.allocation.create({ data: { creditId: payment.id, debitId: debit.id, amountMinor: -payment.amountMinor, onDate: date(on), recordedAt: date(on) } });
}

/** What is open of each item of an account on a day, by number. */
export async function openOf({ db }: Pick<World, 'db'>, accountId: string, on: string): Promise<Record<string, number>> {
  const rows = await db.$queryRaw<{ number: string; open: bigint }[]>`
    SELECT i.kind || ' ' || i.number AS number, sum(i.amount_minor - coalesce(d.minor, 0) + coalesce(c.minor, 0))::bigint AS open FROM ledger_item i
    LEFT JOIN LATERAL (SELECT sum(amount_minor) AS minor FROM allocation WHERE debit_id = i.id AND on_date <= ${on}::date AND (reversed_on IS NULL OR reversed_on > ${on}::date)) d ON true
    LEFT JOIN LATERAL (SELECT sum(amount_minor) AS minor FROM allocation WHERE credit_id = i.id AND on_date <= ${on}::date AND (reversed_on IS NULL OR reversed_on > ${on}::date)) c ON true
    WHERE i.account_id = ${accountId} AND i.issued_on <= ${on}::date GROUP BY 1 HAVING sum(i.amount_minor - coalesce(d.minor, 0) + coalesce(c.minor, 0)) <> 0 ORDER BY 1`;
  return Object.fromEntries(rows.map(({ number, open }) => [number, Number(open)]));
}

/** A folder in memory that keeps what is written, and a formatter that writes the hand-over as it is. */
export function recordingFiles(): {
  files: Files & { written: { fileName: string; content: string }[] };
  handover: HandoverFormatter & { formatted: HandoverData[] };
} {
  const written: { fileName: string; content: string }[] = [];
  const formatted: HandoverData[] = [];
  const write: Files['write'] = (fileName, content) => {
    written.push({ fileName, content: new TextDecoder().decode(content) });
    return Promise.resolve({ location: `/files/${fileName}`, sha256: createHash('sha256').update(content).digest('hex') });
  };
  const format: HandoverFormatter['format'] = (data) => {
    formatted.push(data);
    return Promise.resolve({ fileName: `${data.placementId}.json`, content: new TextEncoder().encode(JSON.stringify(data)) });
  };
  return { files: { written, write }, handover: { formatted, format } };
}
