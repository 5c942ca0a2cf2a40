/** Exit codes of the command line. */
export const exits = { refused: 1, badInput: 2 } as const;

/** Why a command ends without success: one sentence that says what to do, and the exit code. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    message: string,
    readonly exitCode: 1 | 2 = exits.refused,
    /** The API's answer, for `--json`. */
    readonly problem: object | null = null,
  ) {
    super(message);
  }
}
