/** A template that is missing or wrong: the message names the file and, where it is known, the line. */
export class TemplateError extends Error {
  override name = 'TemplateError';

  constructor(
    readonly file: string,
    readonly line: number | null,
    readonly problem: string,
  ) {
    super(`${file}${line === null ? '' : `:${line}`}: ${problem}`);
  }
}
