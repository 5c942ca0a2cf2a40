import type { Instant } from '../domain/calendar/day.js';
import { askGate } from '../domain/gate/gate.js';
import { askedFor } from '../domain/rule/asked.js';
import type { ContactAct } from '../domain/verdict.js';
import type { Store } from '../prisma/store/store.js';
import type { ActTurn } from './activities.js';
import { partOf } from './group.js';
import { forStrand, look, stillWanted, type Look } from './look.js';
import type { Delivery, Renderer, StatementData } from './ports.js';
import { statementOf, type Letterhead } from './statement.js';

/** A message that is written and not yet claimed. */
export interface Draft {
  act: ContactAct;
  letterhead: Letterhead;
  statement: StatementData;
  /** The items that the message asks for; it may list others. */
  itemIds: number[];
  delivery: Delivery;
}

/** Writes the message as the facts are; null when they would not let it go, which is for the claim to decide. */
export async function writeMessage(
  { store, renderer }: { store: Store; renderer: Renderer },
  { accountId, act: asked }: ActTurn<ContactAct>,
  now: Instant,
): Promise<Draft | null> {
  const { seen, letterhead } = await store.transact(async (tx) => {
    await tx.cases.lockAccount(accountId);
    return { seen: forStrand(await look(tx, accountId, null, now), asked), letterhead: await tx.contacts.letterheadOf(accountId) };
  });
  const act = stillWanted(seen, asked);
  if (!act || askGate(seen.facts, seen.policy, act, now).decision !== 'ALLOW') return null;
  const { statement, name, message } = await render(renderer, act, seen, letterhead);
  const { entity } = letterhead;
  const { key, channel, address, cc } = act;
  const from = { name: entity.name, email: entity.email };
  const delivery = { key, channel, to: address, ...(cc && { cc }), recipientName: name, from, message };
  return { act, letterhead, statement, itemIds: askedFor(seen.facts, seen.policy, seen.standing, act).items.map(({ id }) => id), delivery };
}

/** Writes what a message, or the draft of one, says as the facts are. */
export async function render(renderer: Renderer, act: Omit<ContactAct, 'kind'>, seen: Look, letterhead: Letterhead) {
  const part = partOf(seen, act);
  const statement = statementOf(part.facts, part.standing, letterhead);
  const name = seen.facts.contacts.find(({ id }) => id === act.contactId)?.name ?? null;
  const { template, tone, channel, language, deadlineOn, address } = act;
  const message = await renderer.render({ template, tone, channel, language, onDay: seen.today, deadlineOn, recipient: { name, address }, statement });
  return { statement, name, message };
}

/** Whether what is owed, or who is written to, is no longer what the message says. */
export function isStale({ act, letterhead, statement }: Draft, wanted: ContactAct, seen: Look): boolean {
  const part = partOf(seen, wanted);
  const today = statementOf(part.facts, part.standing, letterhead);
  return JSON.stringify([act, statement]) !== JSON.stringify([wanted, today]);
}
