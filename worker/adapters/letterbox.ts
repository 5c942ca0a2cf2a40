import { createHash } from 'node:crypto';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Attachment, Delivery, DeliveryOutcome, Post } from '../../activities/ports.js';
import { asText } from './csvText.js';
import { readIfThere, writeWhole } from './files.js';

export interface LetterboxOptions {
  /** The folder that a print service takes letters from. */
  folder: string;
}

const manifestName = 'manifest.csv';
const columns = ['file', 'sha256', 'recipient', 'address', 'reference'] as const;

/**
 * Puts letters into a folder for a print service: a PDF for each, and a line in `manifest.csv` that says where it goes.
 * The file's name follows from the delivery's key, so that a letter that is delivered again is the same letter.
 */
export function createLetterbox({ folder }: LetterboxOptions): Post {
  // Lines are added one after the other: two at once could both find their letter missing from the manifest.
  let before: Promise<unknown> = Promise.resolve();
  return {
    deliver(delivery) {
      const posted = before.then(() => post(folder, delivery));
      before = posted.catch(() => undefined);
      return posted;
    },
  };
}

async function post(folder: string, delivery: Delivery): Promise<DeliveryOutcome> {
  const pdf = delivery.message.attachments.find(({ contentType }) => contentType === 'application/pdf');
  if (!pdf) throw new Error(`The letter ${delivery.key} has no PDF`);
  const file = `letter-${hashOf(delivery.key).slice(0, 24)}.pdf`;
  try {
    await put(folder, file, pdf, delivery);
    return { outcome: 'accepted', providerId: file };
  } catch (error) {
    // Putting it there again does no harm, so nothing is unknown.
    return { outcome: 'retryable', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function put(folder: string, file: string, { content }: Attachment, delivery: Delivery): Promise<void> {
  const kept = await readIfThere(join(folder, file));
  if (kept === null) await writeWhole(join(folder, file), content);
  else if (await isListed(folder, file)) return;
  await list(folder, [file, hashOf(kept ?? content), delivery.recipientName ?? '', delivery.to.split('\n').join(' | '), delivery.key]);
}

async function list(folder: string, row: readonly string[]): Promise<void> {
  const manifest = join(folder, manifestName);
  await mkdir(folder, { recursive: true });
  await writeFile(manifest, stringify([[...columns]]), { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await appendFile(manifest, stringify([row.map(asText)]));
}

async function isListed(folder: string, file: string): Promise<boolean> {
  const manifest = await readIfThere(join(folder, manifestName));
  return (
    manifest
      ?.toString('utf8')
      .split('\n')
      .some((line) => line.startsWith(`${file},`)) ?? false
  );
}

const hashOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
