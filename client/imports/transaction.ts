import type { Prisma, PrismaClient } from '../../prisma/generated/client.js';
import { patience } from '../../prisma/store/db.js';
import { lockImports } from '../../prisma/store/imports.js';
import type { Refusal } from './problem.js';
import type { ImportReport } from './report.js';

/** Carries an answer out of a transaction that is not to be kept. */
class NotKept extends Error {
  constructor(readonly answer: ImportReport | Refusal) {
    super('not kept');
  }
}

/** Runs an import alone and in one transaction; a refusal and a dry run leave nothing behind. */
export async function inOneGo(db: PrismaClient, work: (tx: Prisma.TransactionClient) => Promise<ImportReport | Refusal>): Promise<ImportReport | Refusal> {
  try {
    return await db.$transaction(async (tx) => {
      await lockImports(tx);
      const answer = await work(tx);
      if (answer.status === 'refused') throw new NotKept(answer);
      if (answer.status === 'dry-run') throw new NotKept({ ...answer, batchId: null });
      return answer;
    }, patience);
  } catch (error) {
    if (error instanceof NotKept) return error.answer;
    throw error;
  }
}
