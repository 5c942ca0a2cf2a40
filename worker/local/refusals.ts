/**
 * What Twilio refuses, with its own codes: the test numbers of https://www.twilio.com/docs/iam/test-credentials, and numbers of
 * the same exchange, chosen here, for the failures that Twilio reports after it has accepted a message.
 */
export interface Refusal {
  status: number;
  code: number;
  message: string;
}

const bad = (code: number, message: string): Refusal => ({ status: 400, code, message });

const refusedTo: Record<string, (to: string) => Refusal> = {
  '+15005550001': (to) => bad(21211, `Invalid 'To' Phone Number: ${to}`),
  '+15005550002': (to) => bad(21612, `The 'To' phone number: ${to}, is not currently reachable using the 'From' phone number via SMS.`),
  '+15005550003': (to) => bad(21408, `Permission to send an SMS has not been enabled for the region indicated by the 'To' number: ${to}.`),
  '+15005550004': () => bad(21610, 'Attempt to send to unsubscribed recipient'),
  '+15005550009': (to) => bad(21614, `'To' number: ${to}, is not a valid mobile number`),
  '+15005550429': () => ({ status: 429, code: 20429, message: 'Too Many Requests' }),
  '+15005550503': () => ({ status: 503, code: 20503, message: 'Service is unavailable' }),
};

const refusedFrom: Record<string, (from: string) => Refusal> = {
  '+15005550001': (from) => bad(21212, `Invalid From Number (caller ID): ${from}`),
  '+15005550007': (from) =>
    bad(21606, `The 'From' phone number provided (${from}) is not a valid message-capable Twilio phone number for this destination/account.`),
  '+15005550008': () => bad(21611, "This 'From' number has exceeded the maximum number of queued messages"),
};

/** Accepted, and later found undeliverable. https://www.twilio.com/docs/api/errors */
export const undeliverable: Record<string, { code: number; message: string }> = {
  '+15005553003': { code: 30003, message: 'Unreachable destination handset' },
  '+15005553005': { code: 30005, message: 'Unknown destination handset' },
  '+15005553006': { code: 30006, message: 'Landline or unreachable carrier' },
  '+15005553007': { code: 30007, message: 'Message filtered' },
};

const asNumber = /^\+[1-9]\d{6,14}$/;

/** Why a message is not accepted; null when it is. */
export function refuse(to: string, from: string, body: string): Refusal | null {
  if (to === '') return bad(21604, "A 'To' phone number is required.");
  if (from === '') return bad(21603, "A 'From' phone number is required.");
  if (body === '') return bad(21602, 'Message body is required.');
  if (body.length > 1600) return bad(21617, 'The concatenated message body exceeds the 1600 character limit.');
  if (!asNumber.test(to)) return bad(21211, `Invalid 'To' Phone Number: ${to}`);
  return refusedFrom[from]?.(from) ?? refusedTo[to]?.(to) ?? null;
}
