/** What really lies in the mailbox, with the telephone service and in the letterbox. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';

/** A message as it arrived. `atMs`: real time at which it was certainly there. */
export interface Arrived {
  id: string;
  to: string;
  atMs: number;
  size: number;
}

/** Mails by their Message-ID, as often as each arrived. */
export async function readMailbox(folder: string): Promise<Map<string, Arrived[]>> {
  const mails = new Map<string, Arrived[]>();
  for (const name of (await readdir(folder)).filter((each) => each.endsWith('.eml'))) {
    const file = path.join(folder, name);
    const content = await readFile(file, 'latin1');
    // A mail whose sender was lost while it was being handed over: nobody has said that it was taken.
    if (!content.includes('\r\n\r\n')) continue;
    const head = content.slice(0, content.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
    const field = (header: string) => new RegExp(`^${header}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
    const id = field('Message-ID');
    const mail = { id, to: /<([^>]+)>/.exec(field('To'))?.[1] ?? field('To'), atMs: (await stat(file)).mtimeMs, size: content.length };
    mails.set(id, [...(mails.get(id) ?? []), mail]);
  }
  return mails;
}

/** Texts by the id that the telephone service gave them. Its times are whole seconds. */
export async function readTexts(file: string): Promise<Map<string, Arrived[]>> {
  const texts = new Map<string, Arrived[]>();
  for (const line of (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(Boolean)) {
    const { sid, to, date_created: at, body } = JSON.parse(line) as { sid: string; to: string; date_created: string; body: string };
    texts.set(sid, [...(texts.get(sid) ?? []), { id: sid, to, atMs: Date.parse(at) + 1_000, size: body.length }]);
  }
  return texts;
}

/** Letters by the name of their file, as often as the manifest lists each; a PDF that is not listed counts as well. */
export async function readLetters(folder: string): Promise<Map<string, Arrived[]>> {
  const letters = new Map<string, Arrived[]>();
  const manifest = await readFile(path.join(folder, 'manifest.csv'), 'utf8').catch(() => '');
  const rows = parse(manifest, { columns: true, skip_empty_lines: true }) as { file: string; address: string }[];
  for (const { file, address } of rows) {
    const { mtimeMs, size } = await stat(path.join(folder, file));
    letters.set(file, [...(letters.get(file) ?? []), { id: file, to: address, atMs: mtimeMs, size }]);
  }
  for (const name of (await readdir(folder).catch(() => [])).filter((each) => each.endsWith('.pdf') && !letters.has(each)))
    letters.set(name, [{ id: name, to: 'not listed', atMs: 0, size: 0 }]);
  return letters;
}
