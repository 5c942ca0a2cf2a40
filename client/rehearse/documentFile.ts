import { readFile } from 'node:fs/promises';
import { PolicyUnreadable } from '../../domain/policy/document.js';
import { exits, Failure } from '../cli/failure.js';

/** Reads a document, a policy or an assignment, from a file. Throws Failure that says that there is none, or names the line of each mistake. */
export async function readDocumentFile<T>(
  path: string,
  { what, missing }: { what: 'policy' | 'assignment'; missing: string },
  read: (source: string) => T,
): Promise<T> {
  const source = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Failure(error.code === 'ENOENT' ? missing : `The ${what} ${path} can't be read (${error.code ?? error.message}).`, exits.badInput);
  });
  try {
    return read(source);
  } catch (error) {
    if (error instanceof PolicyUnreadable) throw new Failure(`The ${what} can't be taken:\n${error.message}`, exits.badInput);
    throw error;
  }
}
