/**
 * A text for a CSV cell that a spreadsheet will not take for a formula. Telephone numbers and signed amounts, which
 * hold no letter and so no function, stay as they are. Source: OWASP, CSV injection.
 */
export function asText(value: string): string {
  const line = value.replace(/[\r\n\t]+/g, ' ').trim();
  if (/^[=@＝＠]/.test(line)) return `'${line}`;
  if (/^[+\-−＋－]/.test(line) && !/^[+-][\d\s().,;+/-]*$/.test(line)) return `'${line}`;
  return line;
}
