import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendAudit, verifyAudit, type AuditFact } from '../../prisma/store/audit.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const entry = (subjectId: string, change: AuditFact['change'] = { note: 'Zahlung über 1.234,56 €' }): AuditFact => ({
  at: '2026-11-22T08:30:00.123Z',
  actor: 'finance',
  role: 'finance',
  action: 'import',
  subject: 'batch',
  subjectId,
  change,
  reason: null,
});

describe('the audit log', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase();
  });
  afterEach(() => database.drop());
  /** What only someone with the rights of an administrator of the database can do. */
  const tamper = (sql: string) =>
    database.db.$transaction([database.db.$executeRawUnsafe('SET LOCAL session_replication_role = replica'), database.db.$executeRawUnsafe(sql)]);

  it('is a chain without forks, however many write at once', async () => {
    const { db } = database;
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => db.$transaction(async (tx) => appendAudit(tx, entry(`b${n}`)), { maxWait: 30_000, timeout: 30_000 })),
    );
    expect(await verifyAudit(db)).toEqual({ intact: true, entries: 20, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('keeps nothing of what was rolled back, and stays whole', async () => {
    const { db } = database;
    await appendAudit(db, entry('kept'));
    await expect(
      db.$transaction(async (tx) => {
        await appendAudit(tx, entry('lost'));
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    await appendAudit(db, entry('kept too', { z: 1, a: [{ y: null, b: 1.5 }], 10: 'x', 9: true }));
    expect(await verifyAudit(db)).toMatchObject({ intact: true, entries: 2 });
  });

  it('shows which entry was changed afterwards', async () => {
    const { db } = database;
    for (const id of ['a', 'b', 'c']) await appendAudit(db, entry(id));
    const second = await db.auditEntry.findFirstOrThrow({ where: { subjectId: 'b' } });
    await tamper(`UPDATE audit_entry SET actor = 'nobody' WHERE subject_id = 'b'`);
    expect(await verifyAudit(db)).toEqual({ intact: false, entries: 1, seq: second.seq, why: 'was changed after it was written' });
  });

  it('shows that an entry was taken out', async () => {
    const { db } = database;
    for (const id of ['a', 'b', 'c']) await appendAudit(db, entry(id));
    await tamper(`DELETE FROM audit_entry WHERE subject_id = 'b'`);
    expect(await verifyAudit(db)).toMatchObject({ intact: false, entries: 1, why: 'does not follow the entry before it' });
  });
});
