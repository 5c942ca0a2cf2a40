import { DefaultLogger, type LogEntry } from '@temporalio/worker';
import { destination, pino, type DestinationStream, type Logger } from 'pino';

/** Fields that say who someone is, what they owe, or what opens a door. */
const secret = [
  'address',
  'addressLines',
  'email',
  'phone',
  'mobile',
  'to',
  'recipient',
  'recipientName',
  'amountMinor',
  'openMinor',
  'paidMinor',
  'amounts',
  'authToken',
  'password',
  'databaseUrl',
  'smtpUrl',
];
const paths = secret.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/** Logs as JSON lines to standard error, without personal data: named fields are left out, and addresses in messages are covered. */
export function createLog(to: DestinationStream = destination(2)): Logger {
  const hooks = {
    logMethod(this: Logger, args: Parameters<Logger['info']>, method: (...args: Parameters<Logger['info']>) => void) {
      const covered = args.map((arg: unknown) => (typeof arg === 'string' ? cover(arg) : arg)) as typeof args;
      method.apply(this, covered);
    },
  };
  return pino({ name: 'worker', redact: { paths, censor: '[covered]' }, serializers: { err: describe, error: describe }, hooks }, to);
}

/** Mail addresses and telephone numbers in a text, covered. */
export function cover(text: string): string {
  return text.replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '[address]').replace(/(?<![\w-])\+?\d[\d ()/]{7,}\d(?![\w-])/g, '[number]');
}

function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  return { name, message: cover(message), stack: stack && cover(stack), ...(cause ? { cause: describe(cause) } : {}) };
}

/** Gives what Temporal's SDK logs to the worker's log. */
export function temporalLog(log: Logger): DefaultLogger {
  return new DefaultLogger('INFO', ({ level, message, meta }: LogEntry) => {
    const method = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
    log[method[level]](meta ?? {}, message);
  });
}
