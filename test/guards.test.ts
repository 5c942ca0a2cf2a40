import { createDatabase, type TestDatabase } from './support/database.js';

const at = new Date('2026-03-02T09:00:00Z');
const day = (text: string) => new Date(`${text}T00:00:00Z`);
let database: TestDatabase;
let invoice: number;
let payment: number;

const item = (kind: string, number: string, amountMinor: bigint, currency = 'EUR') =>
  database.db.ledgerItem.create({
    data: { accountId: 'E1/C1', kind, number, issuedOn: day('2026-01-10'), dueOn: day('2026-02-09'), currency, amountMinor, recordedAt: at },
  });
const allocate = (creditId: number, debitId: number, amountMinor: bigint) =>
  database.db.allocation.create({ data: { creditId, debitId, amountMinor, onDate: day('2026-03-01'), recordedAt: at } });

beforeAll(async () => {
  database = await createDatabase();
  const { db } = database;
  await db.entity.create({ data: { code: 'E1', name: 'Example Ltd', country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin' } });
  await db.customer.create({ data: { number: 'C1', name: 'Customer One' } });
  await db.account.create({ data: { id: 'E1/C1', entityCode: 'E1', customerNumber: 'C1' } });
  invoice = (await item('INVOICE', '1001', 10_000n)).id;
  payment = (await item('PAYMENT', 'P1', -4_000n)).id;
});
afterAll(() => database.drop());

describe('the ledger', () => {
  it('forgets and rewrites nothing', async () => {
    const { db } = database;
    await expect(db.ledgerItem.update({ where: { id: invoice }, data: { amountMinor: 1n } })).rejects.toThrow(/never forgotten/);
    await expect(db.ledgerItem.delete({ where: { id: invoice } })).rejects.toThrow(/never forgotten/);
    await expect(db.$executeRaw`TRUNCATE ledger_item CASCADE`).rejects.toThrow(/never forgotten/);
  });

  it.each([
    ['an invoice that owes nothing', 'INVOICE', 0n, 'EUR'],
    ['a payment that adds debt', 'PAYMENT', 5n, 'EUR'],
    ['a kind that nobody knows', 'GIFT', 5n, 'EUR'],
    ['a currency by its sign', 'INVOICE', 5n, '€'],
  ])('refuses %s', async (_, kind, amount, currency) => {
    await expect(item(kind, `x-${kind}-${amount}`, amount, currency)).rejects.toThrow(/ledger_item_(sign|currency)/);
  });

  it('gives out no more of a payment, and takes no more from an invoice, than there is', async () => {
    await allocate(payment, invoice, 3_000n);
    await expect(allocate(payment, invoice, 1_001n)).rejects.toThrow(/money is not conserved/);
    const large = await item('CREDIT_NOTE', 'CN1', -50_000n);
    await expect(allocate(large.id, invoice, 7_001n)).rejects.toThrow(/money is not conserved/);
    await allocate(large.id, invoice, 7_000n);
    await expect(allocate(invoice, payment, 1n)).rejects.toThrow(/money is not conserved/);
    const dollars = await item('PAYMENT', 'P2', -100n, 'USD');
    await expect(allocate(dollars.id, invoice, 1n)).rejects.toThrow(/money is not conserved/);
  });

  it('reverses an allocation once, with both dates, and then has its money back', async () => {
    const { db } = database;
    const debit = await item('INVOICE', '1002', 500n);
    const credit = await item('PAYMENT', 'P3', -500n);
    const { id } = await allocate(credit.id, debit.id, 500n);
    await expect(db.allocation.update({ where: { id }, data: { amountMinor: 400n } })).rejects.toThrow(/can be reversed once/);
    await expect(db.allocation.update({ where: { id }, data: { reversedAt: at } })).rejects.toThrow(/allocation_reversal/);
    await db.allocation.update({ where: { id }, data: { reversedAt: at, reversedOn: day('2026-03-02') } });
    await expect(db.allocation.update({ where: { id }, data: { reversedAt: at, reversedOn: day('2026-03-03') } })).rejects.toThrow(/can be reversed once/);
    await expect(db.allocation.delete({ where: { id } })).rejects.toThrow(/never forgotten/);
    await allocate(credit.id, debit.id, 500n);
  });
});

describe('a case', () => {
  it('is open once for an account', async () => {
    const { db } = database;
    await db.policyVersion.create({ data: { name: 'p', version: 1, source: '', document: {}, sha256: 'x', publishedBy: 'u', publishedAt: at } });
    const open = (episode: number) =>
      db.collectionCase.create({
        data: { id: `E1/C1#${episode}`, accountId: 'E1/C1', episode, policyName: 'p', policyVersion: 1, openedAt: at, status: 'OPEN' },
      });
    await open(1);
    await expect(open(2)).rejects.toThrow(/Unique constraint/);
    await db.collectionCase.update({ where: { id: 'E1/C1#1' }, data: { closedAt: at, status: 'CLOSED' } });
    await open(2);
    await expect(db.collectionCase.delete({ where: { id: 'E1/C1#1' } })).rejects.toThrow(/never forgotten/);
  });
});

describe('a published policy, a decision and the audit log', () => {
  it('are written once', async () => {
    const { db } = database;
    await expect(db.policyVersion.update({ where: { name_version: { name: 'p', version: 1 } }, data: { source: 'changed' } })).rejects.toThrow(
      /never forgotten/,
    );
    const { id } = await db.decision.create({ data: { caseId: 'E1/C1#1', at, verdict: {}, inputs: {} } });
    await expect(db.decision.update({ where: { id }, data: { at: day('2026-01-01') } })).rejects.toThrow(/never forgotten/);
    const entry = { at, actor: 'u', role: 'manager', action: 'x', subject: 's', subjectId: '1', change: {}, prevHash: '', hash: 'h' };
    const { seq } = await db.auditEntry.create({ data: entry });
    await expect(db.auditEntry.update({ where: { seq }, data: { actor: 'another' } })).rejects.toThrow(/never forgotten/);
    await expect(db.auditEntry.delete({ where: { seq } })).rejects.toThrow(/never forgotten/);
  });
});

describe('an approval', () => {
  it('is not given by the one who asked for it', async () => {
    const { db } = database;
    const { id } = await db.approval.create({
      data: { subject: 'placement', subjectId: '1', accountId: 'E1/C1', role: 'manager', status: 'OPEN', proposedBy: 'u', proposedAt: at, expiresAt: at },
    });
    await expect(db.approval.update({ where: { id }, data: { decidedBy: 'u' } })).rejects.toThrow(/approval_by_another/);
    await db.approval.update({ where: { id }, data: { decidedBy: 'v' } });
  });
});
