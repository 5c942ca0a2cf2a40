import type { Renderer } from '../../activities/ports.js';
import { openPress } from '../../templates/paper/attachments.js';
import { openShelf } from '../../templates/writing/shelf.js';
import { write } from '../../templates/writing/write.js';

export interface RendererOptions {
  /** A folder with the user's own templates, which come first; null when there is none. */
  templates: string | null;
}

/**
 * Writes messages from templates: e-mail with the statement as PDF, short messages, letters as PDF, call scripts (the
 * title as subject). A missing or wrong template is a TemplateError that names file and line.
 */
export function createRenderer({ templates }: RendererOptions): Renderer {
  const shelf = openShelf(templates);
  const attach = openPress(shelf);
  return {
    // Nothing here waits; errors still come as a rejected promise.
    async render(message) {
      const written = write(shelf, message);
      const { subject, text, html, language } = written;
      return { subject, text, html, language, attachments: attach(message, written) };
    },
  };
}
