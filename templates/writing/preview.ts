import type { Channel } from '../../domain/facts.js';
import { sampleMessage } from './sample.js';
import { openShelf } from './shelf.js';
import { write } from './write.js';

/** Which message to show. */
export interface PreviewRequest {
  template: string;
  channel: Channel;
  language: string;
  tone: string;
  /** A day, or null when the step sets no deadline. */
  deadlineOn: string | null;
}

/** Writes a message for an invented account, as it would go out but for its attachments. Throws TemplateError. */
export function previewTemplate(request: PreviewRequest, { templates }: { templates: string | null }): { subject: string; text: string; html: string | null } {
  const { subject, text, html } = write(openShelf(templates), sampleMessage(request));
  return { subject, text, html };
}
