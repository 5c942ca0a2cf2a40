import { channels } from '../../domain/instructing/choices.js';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Channel } from '../../domain/facts.js';
import { openShelf, shippedFolder } from './shelf.js';

/** A template and what there is of it. */
export interface TemplateEntry {
  template: string;
  /** The languages in which each channel can be written; a channel without any is left out. */
  languages: Partial<Record<Channel, string[]>>;
  /** Files of the user's own folder among them. */
  own: string[];
}

/** Lists the templates at hand, those of the user's folder before the ones that ship. */
export function listTemplates({ templates }: { templates: string | null }): TemplateEntry[] {
  const shelf = openShelf(templates);
  const folders = templates === null ? [shippedFolder()] : [templates, shippedFolder()];
  const names = folders.flatMap((folder) => shelf.languages.flatMap((language) => namesIn(join(folder, language))));
  return [...new Set(names)].sort().map((template) => {
    const written = channels.map((channel) => [channel, shelf.languages.filter((language) => shelf.fileOf(template, channel, language) !== null)] as const);
    const files = channels.flatMap((channel) => shelf.languages.flatMap((language) => shelf.fileOf(template, channel, language) ?? []));
    return {
      template,
      languages: Object.fromEntries(written.filter(([, languages]) => languages.length > 0)),
      own: [...new Set(files)]
        .filter((file) => templates !== null && file.startsWith(join(templates, '/')))
        .map((file) => file.slice(join(templates ?? '', '/').length)),
    };
  });
}

/** The templates whose files are in a folder: the file's name without channel and ending. */
function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.hbs') && !file.startsWith('_'))
    .map((file) => file.split('.')[0] ?? file);
}
