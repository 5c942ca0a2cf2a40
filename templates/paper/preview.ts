import type { Attachment } from '../../activities/ports.js';
import type { PreviewRequest } from '../writing/preview.js';
import { sampleMessage } from '../writing/sample.js';
import { openShelf } from '../writing/shelf.js';
import { write } from '../writing/write.js';
import { openPress } from './attachments.js';

/** What goes on paper with a message for an invented account; null where nothing does. Throws TemplateError. */
export function previewPaper(request: PreviewRequest, { templates }: { templates: string | null }): Attachment | null {
  const shelf = openShelf(templates);
  const message = sampleMessage(request);
  return openPress(shelf)(message, write(shelf, message))[0] ?? null;
}
