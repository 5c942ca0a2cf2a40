import { describe as tell, doctor } from '../../scripts/services/doctor.js';
import { findFreePort } from '../../scripts/services/ports.js';
import { createDatabase } from '../support/database.js';

const names = ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'SMTP_URL', 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'];
const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
afterEach(() => {
  for (const name of names) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

describe('duly doctor', () => {
  it('finds nothing missing where everything is brought along', async () => {
    for (const name of names) delete process.env[name];
    const diagnosis = await doctor('.duly-none');
    expect(diagnosis.findings.filter(({ state }) => state === 'missing')).toEqual([]);
    expect(tell(diagnosis)).toMatch(/Nothing is missing\.$/);
  });

  it('knows a configured database and its migrations', async () => {
    const { url, drop } = await createDatabase();
    process.env['DATABASE_URL'] = url;
    const { findings } = await doctor('.duly-none');
    expect(findings.find(({ name }) => name === 'Migrations')).toMatchObject({ state: 'found', what: 'all applied' });
    await drop();
    const empty = await createDatabase({ migrated: false });
    process.env['DATABASE_URL'] = empty.url;
    expect((await doctor('.duly-none')).findings.find(({ name }) => name === 'Migrations')?.what).toMatch(/^\d+ to be applied/);
    await empty.drop();
  });

  it('says of each configured service that does not answer how to get it', async () => {
    const port = await findFreePort();
    Object.assign(process.env, {
      DATABASE_URL: `postgresql://duly@127.0.0.1:${port}/duly`,
      TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      TWILIO_FROM: '+15005550006',
    });
    const diagnosis = await doctor('.duly-none');
    const missing = diagnosis.findings.filter(({ state }) => state === 'missing');
    expect(missing.map(({ name }) => name)).toEqual(['PostgreSQL', 'Temporal', 'Mail', 'Text messages']);
    expect(missing.every(({ how }) => (how ?? '').length > 20)).toBe(true);
    expect(diagnosis.ok).toBe(false);
  });
});
