/** A local stand-in for Twilio's messaging API: same addresses, same answers, and a page on which a person reads what was sent. */
import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { messagesPage } from './messagesPage.js';
import { refuse, type Refusal, undeliverable } from './refusals.js';
import { segmentsOf } from './segments.js';

/** A message as Twilio's API shows it. */
export interface SmsMessage {
  sid: string;
  account_sid: string;
  to: string;
  from: string | null;
  messaging_service_sid: string | null;
  body: string;
  status: 'queued' | 'delivered' | 'undelivered';
  error_code: number | null;
  error_message: string | null;
  num_segments: string;
  date_created: string;
  date_updated: string;
  date_sent: string | null;
  [more: string]: unknown;
}

export interface TwilioStandIn {
  /** For `TWILIO_BASE_URL`, and for a browser. */
  url: string;
  accountSid: string;
  authToken: string;
  /** What was accepted, oldest first. */
  messages(): readonly SmsMessage[];
  stop(): Promise<void>;
}

export interface TwilioStandInOptions {
  port?: number;
  accountSid?: string;
  authToken?: string;
  /** Folder that keeps the messages over a restart; without it they are forgotten. */
  folder?: string | null;
}

const rfc2822 = (date: Date) => date.toUTCString().replace('GMT', '+0000');

function accept(accountSid: string, form: URLSearchParams): SmsMessage {
  const sid = `SM${randomBytes(16).toString('hex')}`;
  const now = rfc2822(new Date());
  const to = form.get('To') ?? '';
  const lost = undeliverable[to];
  const body = form.get('Body') ?? '';
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`;
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    to,
    from: form.get('From'),
    messaging_service_sid: form.get('MessagingServiceSid'),
    body,
    direction: 'outbound-api',
    num_media: '0',
    num_segments: String(segmentsOf(body)),
    price: null,
    price_unit: 'USD',
    status: lost ? 'undelivered' : 'delivered',
    error_code: lost?.code ?? null,
    error_message: lost?.message ?? null,
    date_created: now,
    date_updated: now,
    date_sent: now,
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}

/** Just accepted, as the answer to a POST says: what becomes of the message is seen later. */
const asQueued = (message: SmsMessage): SmsMessage => ({ ...message, status: 'queued', date_sent: null, error_code: null, error_message: null });

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function answerRefusal(response: ServerResponse, { status, code, message }: Refusal): void {
  answer(response, status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}

const notFound = (url: string): Refusal => ({ status: 404, code: 20404, message: `The requested resource ${url} was not found` });
const unauthenticated: Refusal = { status: 401, code: 20003, message: 'Authenticate' };

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 100_000) throw new Error('The request is too long.');
  }
  return new URLSearchParams(text);
}

/** The messages, kept in a file of one JSON line each when there is a folder. */
class Messages {
  readonly all: SmsMessage[] = [];
  readonly #file: string | null;

  constructor(folder: string | null) {
    this.#file = folder === null ? null : path.join(folder, 'messages.jsonl');
    if (folder !== null) mkdirSync(folder, { recursive: true });
    if (this.#file !== null && existsSync(this.#file)) {
      const lines = readFileSync(this.#file, 'utf8').split('\n');
      this.all.push(...lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as SmsMessage));
    }
  }

  add(message: SmsMessage): void {
    this.all.push(message);
    if (this.#file !== null) appendFileSync(this.#file, `${JSON.stringify(message)}\n`);
  }
}

/** The addresses of Twilio's API for one account. */
class Account {
  readonly #messages: Messages;
  readonly #sid: string;
  readonly #expected: string;
  readonly #base: string;

  constructor(sid: string, authToken: string, messages: Messages) {
    this.#sid = sid;
    this.#messages = messages;
    this.#expected = `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}`;
    this.#base = `/2010-04-01/Accounts/${sid}/Messages`;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'GET' && url.pathname === '/') return this.#show(response);
    if (request.headers.authorization !== this.#expected) return answerRefusal(response, unauthenticated);
    if (url.pathname === `${this.#base}.json`) return request.method === 'POST' ? this.#send(request, response) : this.#list(url, response);
    const one = this.#messages.all.find(({ sid }) => url.pathname === `${this.#base}/${sid}.json`);
    return one ? answer(response, 200, one) : answerRefusal(response, notFound(url.pathname));
  }

  #show(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" });
    response.end(messagesPage(this.#messages.all));
  }

  async #send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await readForm(request);
    const refusal = refuse(form.get('To') ?? '', form.get('From') ?? form.get('MessagingServiceSid') ?? '', form.get('Body') ?? '');
    if (refusal) return answerRefusal(response, refusal);
    const message = accept(this.#sid, form);
    this.#messages.add(message);
    answer(response, 201, asQueued(message));
  }

  #list(url: URL, response: ServerResponse): void {
    const size = Math.min(Number(url.searchParams.get('PageSize') ?? 50) || 50, 1000);
    const to = url.searchParams.get('To');
    const found = this.#messages.all
      .filter((message) => to === null || message.to === to)
      .toReversed()
      .slice(0, size);
    answer(response, 200, { messages: found, page: 0, page_size: size, next_page_uri: null, previous_page_uri: null });
  }
}

/** Starts the stand-in on loopback. */
export async function startTwilioStandIn(options: TwilioStandInOptions = {}): Promise<TwilioStandIn> {
  const accountSid = options.accountSid ?? `AC${'0'.repeat(32)}`;
  const authToken = options.authToken ?? randomBytes(16).toString('hex');
  const messages = new Messages(options.folder ?? null);
  const account = new Account(accountSid, authToken, messages);
  const server = createServer((request, response) => {
    account.serve(request, response).catch((error: unknown) => answerRefusal(response, { status: 500, code: 20500, message: String(error) }));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, accountSid, authToken, messages: () => messages.all, stop };
}
