/** Contacts in the store against the messages that arrived. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { readLetters, readMailbox, readTexts, type Arrived } from './evidence.js';
import type { Findings, Made } from './findings.js';
import { dayIn, type Stage } from './stage.js';

/** Everything that arrived, by channel. */
export interface AllArrived {
  email: Map<string, Arrived[]>;
  sms: Map<string, Arrived[]>;
  letter: Map<string, Arrived[]>;
}

export async function readArrived(dataDir: string): Promise<AllArrived> {
  const [email, sms, letter] = await Promise.all([
    readMailbox(path.join(dataDir, 'mailbox')),
    readTexts(path.join(dataDir, 'sms/messages.jsonl')),
    readLetters(path.join(dataDir, 'letters')),
  ]);
  return { email, sms, letter };
}

/** The Message-ID that a contact's mail must have, reckoned from its key. */
const messageId = ({ key, accountId }: Made) =>
  `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${(accountId.split('/')[0] ?? '').toLowerCase()}.example.org>`;

export function arrivalOf(made: Made, arrived: AllArrived): Arrived[] {
  if (made.channel === 'email') return arrived.email.get(messageId(made)) ?? [];
  if (made.channel === 'letter') return arrived.letter.get(`letter-${createHash('sha256').update(made.key).digest('hex').slice(0, 24)}.pdf`) ?? [];
  return made.channel === 'sms' && made.providerId ? (arrived.sms.get(made.providerId) ?? []) : [];
}

/** Contacts in the store are messages that arrived, one for one, at their address; an unknown one may or may not have. */
export async function compareDeliveries(stage: Stage, findings: Findings, made: readonly Made[], arrived: AllArrived): Promise<void> {
  for (const channel of ['email', 'sms', 'letter'] as const) {
    const rows = made.filter((each) => each.automatic && each.channel === channel);
    const wrong: string[] = [];
    const seen = new Set<string>();
    for (const each of rows) {
      const came = arrivalOf(each, arrived);
      for (const { id } of came) seen.add(id);
      if (came.length > 1) wrong.push(`${each.key} arrived ${came.length} times`);
      if (each.status === 'ACCEPTED' && came.length === 0) wrong.push(`${each.key} is said to have left and did not arrive`);
      if ((each.status === 'REJECTED' || each.status === 'RETRYABLE') && came.length > 0) wrong.push(`${each.key} is ${each.status} and arrived`);
      if (channel === 'email' && each.status === 'ACCEPTED' && came[0] && came[0].to.toLowerCase() !== each.address?.toLowerCase())
        wrong.push(`${each.key} went to ${came[0].to}`);
    }
    const strays = [...arrived[channel].values()].flat().filter(({ id }) => !seen.has(id));
    // A text whose answer was lost has no id in the store: it belongs to a contact of that number whose fate is not known.
    const unknown = rows.filter(({ status, providerId }) => status === 'UNKNOWN' && providerId === null).map(({ address }) => address);
    for (const { id, to } of strays) {
      const at = channel === 'sms' ? unknown.indexOf(to) : -1;
      if (at < 0) wrong.push(`${id} to ${to} arrived and no contact says so`);
      else unknown.splice(at, 1);
    }
    const count = (status: string) => rows.filter((each) => each.status === status).length;
    findings.check(
      `${channel}: contacts and messages`,
      wrong,
      `${count('ACCEPTED')} accepted, ${count('UNKNOWN')} unknown, ${count('REJECTED')} rejected, ${[...arrived[channel].values()].flat().length} arrived`,
    );
  }
  const { total } = await stage.party.get<{ total: number }>('auditor', '/contacts-made?limit=1');
  findings.check('contacts of the API and of the store', total === made.length ? [] : [`${total} and ${made.length}`], total);
}

/** No step twice, no account twice on a day. */
export function compareOnce(findings: Findings, made: readonly Made[], sent: readonly Made[]): void {
  const keys = made.map(({ key }) => key);
  findings.check(
    'keys that are used once',
    keys.filter((key, n) => keys.indexOf(key) !== n),
    keys.length,
  );
  const days = sent.map(({ accountId, claimedAt }) => `${accountId} on ${dayIn(claimedAt.getTime())}`);
  const twice = [...new Set(days.filter((day, n) => days.indexOf(day) !== n))];
  findings.check('accounts written to once on a day', twice, days.length);
  const steps = sent.map(({ key }) => key.split('/').slice(0, -1).join('/'));
  findings.check('steps taken by one message each', [...new Set(steps.filter((step, n) => steps.indexOf(step) !== n))], new Set(steps).size);
}

/** What was left claimed is unknown, and a person was asked about it. */
export async function compareUnknown({ db }: Stage, findings: Findings, made: readonly Made[]): Promise<void> {
  const tasks = await db.task.findMany({ where: { kind: 'VERIFY_DELIVERY' } });
  const lost = made.filter(({ status }) => status === 'UNKNOWN' || status === 'CLAIMED');
  const wrong = lost.flatMap(({ key, status }) => {
    const asked = tasks.some(({ brief }) => (brief as { contactKey?: string }).contactKey === key);
    return status === 'CLAIMED' ? [`${key} is still claimed`] : asked ? [] : [`${key} is unknown and nobody was asked`];
  });
  findings.check('messages whose fate is not known, each with a task', wrong, lost.length);
}
