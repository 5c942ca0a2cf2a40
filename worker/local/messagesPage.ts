import type { SmsMessage } from './twilio.js';

const shown = 500;
const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function row({ date_created, to, status, error_code, num_segments, body }: SmsMessage): string {
  const result = error_code === null ? status : `${status} (${error_code})`;
  return `<tr>${[date_created, to, result, num_segments, body].map((cell) => `<td>${escape(String(cell))}</td>`).join('')}</tr>`;
}

/** The messages as a page for people, newest first. */
export function messagesPage(messages: readonly SmsMessage[]): string {
  const rows = messages.slice(-shown).toReversed().map(row).join('\n');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="5"><title>Text messages</title>
<style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.4rem .8rem;border-bottom:1px solid #ddd}td:last-child{white-space:pre-wrap}</style>
<h1>Text messages</h1>
<p>Kept on this machine: no text message leaves it. ${messages.length} in all${messages.length > shown ? `, the last ${shown} shown` : ''}.</p>
<table><thead><tr><th>Sent</th><th>To</th><th>Status</th><th>Parts</th><th>Text</th></tr></thead><tbody>
${rows}
</tbody></table></html>`;
}
