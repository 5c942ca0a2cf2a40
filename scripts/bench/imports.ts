/** Importing the real list, against COPY of the same rows. */
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { importFile } from '../../client/imports/importFile.js';
import { migrate } from '../../prisma/migrate.js';
import { connect } from '../../prisma/store/db.js';
import { readRows } from '../real-list/books.js';
import { median, type Row } from './table.js';

const rounds = 5;

/** Each import goes into a new database; COPY brings the same customers, accounts and items into the same tables of another one. */
export async function measureImport(databaseUrl: string, file: string): Promise<Row> {
  const content = await readFile(file);
  const imports: number[] = [];
  const copies: number[] = [];
  for (let n = 0; n <= rounds; n++) {
    const url = await newDatabase(databaseUrl, `bench_import_${n}`);
    const [imported, copied] = [await timeImport(url, content), await timeCopy(await newDatabase(databaseUrl, `bench_copy_${n}`), content)];
    // The first round warms up.
    if (n > 0) imports.push(imported);
    if (n > 0) copies.push(copied);
  }
  const [ours, baseline] = [median(imports), median(copies)];
  return {
    what: 'Import of the real list, 9,681 items',
    ours: `${Math.round(ours)} ms`,
    baseline: `COPY ${Math.round(baseline)} ms`,
    ratio: ours / baseline,
    unit: '×',
    reach: { most: 5 },
  };
}

async function newDatabase(databaseUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
  return url.href;
}

async function timeImport(url: string, content: Buffer): Promise<number> {
  const db = connect(url);
  try {
    await db.$queryRaw`SELECT 1`;
    const begun = performance.now();
    const report = await importFile(db, {
      kind: 'open-items',
      fileName: 'open-items.csv',
      content,
      preset: 'highradius-2020',
      asOf: '2020-06-30',
      actor: { userId: 'finance', roles: ['finance'] },
      now: '2020-06-30T05:00:00.000Z',
    });
    if (report.status !== 'imported') throw new Error(`The list was not imported: ${JSON.stringify(report).slice(0, 500)}`);
    return performance.now() - begun;
  } finally {
    await db.$disconnect();
  }
}

/** The part of pg that speaks COPY. */
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** COPY … FROM STDIN as pg's client runs it. */
class CopyIn {
  readonly done: Promise<void>;
  #settle: (error?: Error) => void = () => undefined;

  constructor(
    readonly text: string,
    readonly content: Buffer,
  ) {
    this.done = new Promise((resolve, reject) => (this.#settle = (error) => (error ? reject(error) : resolve())));
  }

  submit(wire: Wire): void {
    wire.query(this.text);
  }

  handleCopyInResponse(wire: Wire): void {
    wire.sendCopyFromChunk(this.content);
    wire.endCopyFrom();
  }

  handleError(error: Error): void {
    this.#settle(error);
  }

  handleCommandComplete(): void {}
  handleReadyForQuery(): void {
    this.#settle();
  }
}

async function timeCopy(url: string, content: Buffer): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rows = readRows(content);
  await client.query(
    `INSERT INTO entity (code, name, country, currency, time_zone, address_lines)
    SELECT code, code, 'US', 'USD', 'America/New_York', '{}' FROM unnest($1::text[]) code`,
    [[...new Set(rows.map(({ entity }) => entity))]],
  );
  const first = [...new Map(rows.map((row) => [row.accountId, row])).values()];
  const begun = performance.now();
  await copyInto(
    client,
    'customer (number, name, address_lines, tags)',
    first.map(({ customer, name }) => [customer, name, '{}', '{}']),
  );
  await copyInto(
    client,
    'account (id, entity_code, customer_number)',
    first.map(({ accountId, entity, customer }) => [accountId, entity, customer]),
  );
  const columns = 'account_id, kind, number, instalment, issued_on, due_on, currency, amount_minor, recorded_at';
  await copyInto(
    client,
    `ledger_item (${columns})`,
    rows.map((row) => [row.accountId, 'INVOICE', row.number, 0, row.issuedOn, row.dueOn, 'USD', row.minor, '2020-06-30T05:00:00Z']),
  );
  const took = performance.now() - begun;
  const {
    rows: [count],
  } = await client.query<{ count: string }>('SELECT count(*) FROM ledger_item');
  await client.end();
  if (Number(count?.count) !== rows.length) throw new Error(`COPY took ${count?.count} of ${rows.length} rows.`);
  return took;
}

async function copyInto(client: pg.Client, target: string, rows: readonly (readonly (string | number)[])[]): Promise<void> {
  const copy = new CopyIn(`COPY ${target} FROM STDIN`, Buffer.from(`${rows.map((row) => row.join('\t')).join('\n')}\n`));
  client.query(copy as never);
  await copy.done;
}
