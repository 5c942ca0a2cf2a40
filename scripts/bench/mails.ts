/** Reminders delivered by the whole of Duly, against nodemailer alone with the same mails and the same server. */
import type { Client } from '@temporalio/client';
import { createTransport } from 'nodemailer';
import { writeMessage, type Draft } from '../../activities/writeMessage.js';
import type { Instant } from '../../domain/calendar/day.js';
import type { ContactAct } from '../../domain/verdict.js';
import type { PrismaClient } from '../../prisma/generated/client.js';
import { setClock } from '../../prisma/store/clock.js';
import { storeOn } from '../../prisma/store/store.js';
import { tellAccounts } from '../../client/accounts/tell.js';
import { createRenderer } from '../../worker/adapters/renderer.js';
import { look } from '../../activities/look.js';
import { median, pause, rounded, eachOf, type Row } from './table.js';
import { countAt } from './starts.js';

/** In the window of everyone, after the hour of everyone. */
const sendingTime: Instant = '2020-06-30T19:30:00.000Z';

export interface Sink {
  smtpPort: number;
  port: number;
}

/** Writes the mails as Duly would, without sending them. */
async function writeAll(db: PrismaClient, accounts: readonly string[]): Promise<Draft[]> {
  const store = storeOn(db);
  const renderer = createRenderer({ templates: null });
  const drafts: Draft[] = [];
  await eachOf(accounts, 4, async (accountId) => {
    const { assessment, facts } = await store.transact((tx) => look(tx, accountId, null, sendingTime));
    const { verdict } = assessment;
    if (verdict.kind !== 'act' || verdict.act.kind !== 'contact' || verdict.act.channel !== 'email') return;
    const turn = { accountId, caseId: facts.case.id, act: verdict.act satisfies ContactAct, nowMs: 0, plannedMs: null };
    const draft = await writeMessage({ store, renderer }, turn, sendingTime);
    if (draft) drafts.push(draft);
  });
  return drafts;
}

async function sendAlone(drafts: readonly Draft[], { smtpPort, port }: Sink): Promise<number> {
  const transport = createTransport({ host: '127.0.0.1', port: smtpPort, pool: true, maxConnections: 5, maxMessages: Infinity });
  const before = (await countAt(port)) ?? 0;
  const begun = performance.now();
  await eachOf(drafts, 20, ({ delivery: { to, message, from } }) =>
    transport.sendMail({
      from: { name: from.name, address: from.email ?? '' },
      to,
      subject: message.subject,
      text: message.text,
      html: message.html ?? '',
      attachments: message.attachments.map(({ fileName, contentType, content }) => ({ filename: fileName, contentType, content: Buffer.from(content) })),
    }),
  );
  while (((await countAt(port)) ?? 0) - before < drafts.length) await pause(10);
  const perSecond = (drafts.length * 1000) / (performance.now() - begun);
  transport.close();
  return perSecond;
}

/** `accounts` have a lifecycle each, which waits for its first message. */
export async function measureMails(
  { db, temporal }: { db: PrismaClient; temporal: Client },
  accounts: readonly string[],
  sink: Sink,
  say: (line: string) => void,
): Promise<Row> {
  const begunWriting = performance.now();
  const drafts = await writeAll(db, accounts);
  const writing = (performance.now() - begunWriting) / Math.max(1, drafts.length);
  const bytes =
    drafts.reduce((sum, { delivery }) => sum + delivery.message.attachments.reduce((size, { content }) => size + content.length, 0), 0) /
    Math.max(1, drafts.length);
  const alone = [await sendAlone(drafts, sink), await sendAlone(drafts, sink), await sendAlone(drafts, sink)];
  const before = (await countAt(sink.port)) ?? 0;
  await setClock(db, { anchorReal: new Date().toISOString(), anchorBusiness: sendingTime, rate: 1 });
  await pause(2_500);
  const begun = performance.now();
  await tellAccounts(temporal, accounts);
  while (((await countAt(sink.port)) ?? 0) - before < drafts.length && performance.now() - begun < 180_000) await pause(50);
  const delivered = ((await countAt(sink.port)) ?? 0) - before;
  const ours = (delivered * 1000) / (performance.now() - begun);
  say(
    `  ${delivered} of ${drafts.length} reminders, ${Math.round(bytes / 1024)} KB of PDF each; writing one takes ${rounded(writing)} ms; nodemailer alone ${alone.map(rounded).join(', ')}/s`,
  );
  return {
    what: `Reminders delivered (${delivered}, with statement)`,
    ours: `${rounded(ours)}/s`,
    baseline: `nodemailer ${rounded(median(alone))}/s`,
    ratio: ours / median(alone),
    reach: { least: 0.5 },
  };
}
