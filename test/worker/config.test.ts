import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../../worker/config.js';

const enough = { DATABASE_URL: 'postgresql://duly:secret@localhost:5432/duly', TEMPORAL_ADDRESS: 'localhost:7233', SMTP_URL: 'smtp://localhost:1025' };
const twilio = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'token', TWILIO_FROM: '+15555550100' };

const refusalOf = (env: Record<string, string>) => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  return null;
};

describe('The worker’s environment', () => {
  it('needs a database, a Temporal server and a mail server, and has defaults for the rest', () => {
    expect(readConfig(enough)).toEqual({
      databaseUrl: enough.DATABASE_URL,
      temporal: { address: 'localhost:7233', namespace: 'default' },
      smtpUrl: 'smtp://localhost:1025',
      smtpFrom: null,
      twilio: null,
      dataDir: '.duly',
      templatesDir: null,
      timeZone: 'UTC',
    });
  });

  it('names every variable that is missing, and what it should be like', () => {
    const message = refusalOf({ TEMPORAL_ADDRESS: '' });
    expect(message).toContain('DATABASE_URL is missing; it should be like postgresql://');
    expect(message).toContain('TEMPORAL_ADDRESS is missing');
    expect(message).toContain('SMTP_URL is missing');
  });

  it('names a variable that makes no sense, without repeating its secret', () => {
    const message = refusalOf({ ...enough, DATABASE_URL: 'mysql://duly:secret@localhost/duly', DULY_TIME_ZONE: 'Mars/Olympus', SMTP_FROM: 'nobody' });
    expect(message).toContain('DATABASE_URL should be like postgresql://');
    expect(message).toContain('DULY_TIME_ZONE should be a time zone');
    expect(message).toContain('SMTP_FROM should be an e-mail address');
    expect(message).not.toContain('secret');
  });

  it('takes all of Twilio’s variables or none', () => {
    expect(readConfig({ ...enough, ...twilio, TWILIO_BASE_URL: 'http://localhost:4010' }).twilio).toEqual({
      accountSid: 'AC1',
      authToken: 'token',
      from: '+15555550100',
      baseUrl: 'http://localhost:4010',
    });
    expect(refusalOf({ ...enough, TWILIO_ACCOUNT_SID: 'AC1' })).toContain('TWILIO_AUTH_TOKEN and TWILIO_FROM missing');
  });
});
