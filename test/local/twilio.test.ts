import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import twilio from 'twilio';
import { segmentsOf } from '../../worker/local/segments.js';
import { startTwilioStandIn, type TwilioStandIn } from '../../worker/local/twilio.js';

/** Twilio's own client, sent to the stand-in instead of api.twilio.com. */
function clientOf({ url, accountSid, authToken }: Pick<TwilioStandIn, 'url' | 'accountSid' | 'authToken'>) {
  const httpClient = new twilio.RequestClient();
  const request = httpClient.request.bind(httpClient);
  httpClient.request = (options) => request({ ...options, uri: options.uri.replace('https://api.twilio.com', url) } as typeof options);
  return twilio(accountSid, authToken, { httpClient });
}

const from = '+15005550006';

describe('the stand-in for Twilio', () => {
  let standIn: TwilioStandIn;
  beforeAll(async () => {
    standIn = await startTwilioStandIn();
  });
  afterAll(() => standIn.stop());

  it("takes a message from Twilio's own client, and shows it to a person", async () => {
    const client = clientOf(standIn);
    const sent = await client.messages.create({ to: '+442079460123', from, body: 'Invoice <7> is due: £120' });
    expect(sent).toMatchObject({ status: 'queued', to: '+442079460123', numSegments: '1', errorCode: null });
    expect(sent.sid).toMatch(/^SM[0-9a-f]{32}$/);
    expect(await client.messages(sent.sid).fetch()).toMatchObject({ status: 'delivered', body: 'Invoice <7> is due: £120' });
    expect(await client.messages.list({ to: '+442079460123' })).toHaveLength(1);
    expect(await (await fetch(standIn.url)).text()).toContain('Invoice &#60;7&#62; is due');
  });

  it.each([
    ['+15005550001', 21211],
    ['+15005550004', 21610],
    ['+15005550009', 21614],
    ['0301234', 21211],
    ['+15005550429', 20429],
  ])('refuses %s with code %i and keeps nothing', async (to, code) => {
    const before = standIn.messages().length;
    await expect(clientOf(standIn).messages.create({ to, from, body: 'Hello' })).rejects.toMatchObject({ code });
    expect(standIn.messages()).toHaveLength(before);
  });

  it('accepts what it finds undeliverable later', async () => {
    const client = clientOf(standIn);
    const { sid } = await client.messages.create({ to: '+15005553003', from, body: 'Hello' });
    expect(await client.messages(sid).fetch()).toMatchObject({ status: 'undelivered', errorCode: 30003 });
  });

  it('knows nobody without the right token', async () => {
    await expect(clientOf({ ...standIn, authToken: 'wrong' }).messages.list()).rejects.toMatchObject({ status: 401, code: 20003 });
  });

  it('keeps its messages over a restart', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'duly-sms-'));
    const first = await startTwilioStandIn({ folder });
    await clientOf(first).messages.create({ to: '+12025550123', from, body: 'Hello' });
    await first.stop();
    const second = await startTwilioStandIn({ folder });
    expect(second.messages().map((message) => message.to)).toEqual(['+12025550123']);
    await second.stop();
    await rm(folder, { recursive: true });
  });

  it('counts parts as they are billed', () => {
    expect([segmentsOf('x'.repeat(160)), segmentsOf('x'.repeat(161)), segmentsOf('€'.repeat(81)), segmentsOf('ж'.repeat(71))]).toEqual([1, 2, 2, 2]);
  });
});
