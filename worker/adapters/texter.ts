import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import type { Delivery, DeliveryOutcome, Post } from '../../activities/ports.js';

export interface TexterOptions {
  accountSid: string;
  authToken: string;
  /** A number, an alphanumeric sender, or a messaging service (`MG…`). */
  from: string;
  /** Another server that speaks Twilio's API; null: Twilio. */
  baseUrl: string | null;
}

/** Sends short messages through Twilio. Twilio has no key that makes a repetition harmless, so what may have been sent is `unknown`. */
export function createTexter({ accountSid, authToken, from, baseUrl }: TexterOptions): Post {
  const client = twilio(accountSid, authToken, baseUrl === null ? {} : { httpClient: new ClientAt(baseUrl) });
  const sender = from.startsWith('MG') ? { messagingServiceSid: from } : { from };
  return {
    async deliver({ to, message }: Delivery) {
      try {
        const { sid, errorCode, errorMessage } = await client.messages.create({ to, body: message.text, ...sender });
        return errorCode ? judgeTwilioCode(errorCode, errorMessage) : { outcome: 'accepted', providerId: sid };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

/** Twilio's own client, sent elsewhere. */
class ClientAt extends twilio.RequestClient {
  constructor(private readonly baseUrl: string) {
    super();
  }

  override request<T>(options: RequestClient.RequestOptions<T>) {
    const { pathname, search } = new URL(options.uri);
    return super.request<T>({ ...options, uri: new URL(pathname + search, this.baseUrl).href });
  }
}

/** Codes that say the number can't receive short messages. Source: Twilio's error dictionary. */
const invalid = new Set([21211, 21214, 21217, 21614, 21635, 30005, 30006]);
/** Codes that pass: queues that are full, phones that are off, services that are busy. */
const passing = new Set([20429, 20500, 20503, 21611, 30001, 30003]);

/** What a code of Twilio's means for a message, at once or in a later report. */
export function judgeTwilioCode(code: number, text: string | null | undefined): DeliveryOutcome {
  const reason = `${code}${text ? ` ${text}` : ''}`;
  if (code === 21610) return { outcome: 'rejected', reason, suppress: 'OPTED_OUT' };
  if (invalid.has(code)) return { outcome: 'rejected', reason, suppress: 'INVALID' };
  if (passing.has(code)) return { outcome: 'retryable', reason };
  // Filtered, not routable, not registered, not allowed: trying again changes nothing, another channel may.
  return { outcome: 'rejected', reason, suppress: null };
}

/** Failures of the network before anything was sent. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function outcomeOf(error: unknown): DeliveryOutcome {
  if (!(error instanceof Error)) throw error;
  const { status, code } = error as { status?: number; code?: number | string };
  const reason = error.message || String(code);
  if (typeof status !== 'number') return { outcome: neverSent.has(String(code)) ? 'retryable' : 'unknown', reason };
  if (status === 401 || status === 403 || status === 429 || status === 500 || status === 503) return { outcome: 'retryable', reason: `${status} ${reason}` };
  // Somebody between Twilio and us gave up: the message may have gone out.
  if (status >= 500) return { outcome: 'unknown', reason: `${status} ${reason}` };
  return judgeTwilioCode(Number(code ?? 0), reason);
}
