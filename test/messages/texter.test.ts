import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTexter, judgeTwilioCode } from '../../worker/adapters/texter.js';
import { startTwilioStandIn, type TwilioStandIn } from '../../worker/local/twilio.js';
import { deliveryOf } from './account.js';

const from = '+15005550006';
const text = (to: string) => deliveryOf({ text: 'Example Trading GmbH: €10.00 overdue. Reply STOP to opt out.' }, { channel: 'sms', to });

describe('a short message', () => {
  let twilio: TwilioStandIn;
  beforeAll(async () => {
    twilio = await startTwilioStandIn();
  });
  afterAll(() => twilio.stop());
  const texter = (more: { from?: string; authToken?: string } = {}) =>
    createTexter({ accountSid: twilio.accountSid, authToken: twilio.authToken, from, baseUrl: twilio.url, ...more });

  it('is handed to Twilio as it was written', async () => {
    const outcome = await texter().deliver(text('+442079460011'));
    const [message] = twilio.messages();
    expect(message).toMatchObject({ to: '+442079460011', from, body: 'Example Trading GmbH: €10.00 overdue. Reply STOP to opt out.' });
    expect(outcome).toEqual({ outcome: 'accepted', providerId: message?.sid });
  });

  it('may come from a messaging service', async () => {
    const service = `MG${'1'.repeat(32)}`;
    await texter({ from: service }).deliver(text('+442079460012'));
    expect(twilio.messages().at(-1)).toMatchObject({ to: '+442079460012', from: null, messaging_service_sid: service });
  });

  it.each([
    ['who opted out', '+15005550004', { outcome: 'rejected', suppress: 'OPTED_OUT' }],
    ['whose number is none', '+15005550001', { outcome: 'rejected', suppress: 'INVALID' }],
    ['whose number takes no short messages', '+15005550009', { outcome: 'rejected', suppress: 'INVALID' }],
    ['whose network cannot be reached from here', '+15005550002', { outcome: 'rejected', suppress: null }],
    ['when there were too many', '+15005550429', { outcome: 'retryable' }],
    ['when the service is down', '+15005550503', { outcome: 'retryable' }],
  ])('to somebody %s', async (_, to, outcome) => {
    const before = twilio.messages().length;
    expect(await texter().deliver(text(to))).toMatchObject(outcome);
    expect(twilio.messages()).toHaveLength(before);
  });

  it('waits while our own account is refused', async () => {
    expect(await texter({ authToken: 'wrong' }).deliver(text('+442079460011'))).toMatchObject({ outcome: 'retryable', reason: expect.stringContaining('401') });
  });
});

describe('a short message whose answer is lost', () => {
  let server: Server;
  let answer: (response: ServerResponse) => void;
  let asked = 0;
  beforeEach(async () => {
    asked = 0;
    server = createServer((_, response) => {
      asked += 1;
      answer(response);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterEach(() => new Promise<void>((closed) => void server.close(() => closed())));
  const deliver = () =>
    createTexter({ accountSid: `AC${'1'.repeat(32)}`, authToken: 'x', from, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }).deliver(
      text('+442079460011'),
    );

  it('may have gone out: it is not sent again', async () => {
    answer = (response) => response.destroy();
    expect(await deliver()).toMatchObject({ outcome: 'unknown' });
    expect(asked).toBe(1);
  });

  it.each([[502], [504]])('in between, by a gateway that answers %i, may have gone out as well', async (status) => {
    answer = (response) => response.writeHead(status, { connection: 'close' }).end('<html>');
    expect(await deliver()).toMatchObject({ outcome: 'unknown', reason: expect.stringContaining(String(status)) });
  });

  it('because nobody was there has not gone out', async () => {
    const { port } = server.address() as AddressInfo;
    await new Promise<void>((closed) => server.close(() => closed()));
    const outcome = await createTexter({ accountSid: `AC${'1'.repeat(32)}`, authToken: 'x', from, baseUrl: `http://127.0.0.1:${port}` }).deliver(
      text('+442079460011'),
    );
    expect(outcome).toMatchObject({ outcome: 'retryable' });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
});

it.each([
  [21610, { outcome: 'rejected', suppress: 'OPTED_OUT' }],
  [21211, { outcome: 'rejected', suppress: 'INVALID' }],
  [21614, { outcome: 'rejected', suppress: 'INVALID' }],
  [21635, { outcome: 'rejected', suppress: 'INVALID' }],
  [30005, { outcome: 'rejected', suppress: 'INVALID' }],
  [30006, { outcome: 'rejected', suppress: 'INVALID' }],
  [30003, { outcome: 'retryable' }],
  [30007, { outcome: 'rejected', suppress: null }],
  [30034, { outcome: 'rejected', suppress: null }],
])("Twilio's code %i means the same at once and in a later report", (code, outcome) => {
  expect(judgeTwilioCode(code, 'text')).toMatchObject({ ...outcome, reason: `${code} text` });
});
