import { printPage } from './page.js';
import { assumesContacts, type Played, type Stage } from './play.js';
import { summarise } from './summary.js';
import { printTable } from './table.js';

export const rehearsalFormats = ['jsonl', 'table', 'html'] as const;
export type RehearsalFormat = (typeof rehearsalFormats)[number];

/** A rehearsal as it is printed: all lines as JSON, a calendar to read, or a page to open and forward. */
export function report(stage: Stage, played: readonly Played[], format: RehearsalFormat): string {
  switch (format) {
    case 'jsonl':
      return played.flatMap(({ lines }) => lines.map((line) => `${JSON.stringify(line)}\n`)).join('');
    case 'table':
      return printTable(played.map((each) => summarise(stage, each)));
    case 'html':
      return printPage(
        played.map((each) => summarise(stage, each)),
        assumesContacts(stage),
      );
    default:
      return format satisfies never;
  }
}
