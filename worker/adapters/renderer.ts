import { createRequire } from 'node:module';
import type { Attachment, MessageToRender, Renderer } from '../../activities/ports.js';
import { openShelf, type Shelf } from '../../templates/writing/shelf.js';
import { write, type WrittenMessage } from '../../templates/writing/write.js';
import { letterPdf, statementPdf } from './paper/documents.js';
import { openFace } from './paper/face.js';
import type { Faces } from './paper/paper.js';

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
  let faces: Faces | null = null;
  return {
    // Nothing here waits; errors still come as a rejected promise.
    async render(message) {
      const written = write(shelf, message);
      const { subject, text, html, language } = written;
      return { subject, text, html, language, attachments: attachments((faces ??= openFaces(shelf)), message, written) };
    },
  };
}

function attachments(faces: Faces, message: MessageToRender, written: WrittenMessage): Attachment[] {
  switch (message.channel) {
    case 'email':
      return [pdf(written.words.fileName, message, statementPdf(faces, message.statement, written, message.onDay))];
    case 'letter':
      return [pdf(message.template, message, letterPdf(faces, message, written))];
    case 'sms':
    case 'call':
      return [];
    default:
      return message.channel satisfies never;
  }
}

function pdf(name: string, { statement, onDay }: MessageToRender, content: Uint8Array): Attachment {
  const fileName = `${name}-${statement.customer.number}-${onDay}.pdf`.replace(/[^\w.-]+/g, '-');
  return { fileName, contentType: 'application/pdf', content };
}

/** The user's `fonts/regular.ttf` and `fonts/bold.ttf`, or Roboto, which covers Latin, Greek and Cyrillic. */
function openFaces(shelf: Shelf): Faces {
  const shipped = (name: string) => createRequire(import.meta.url).resolve(`pdfmake/fonts/Roboto/${name}.ttf`);
  return {
    regular: openFace(shelf.find('fonts/regular.ttf') ?? shipped('Roboto-Regular')),
    bold: openFace(shelf.find('fonts/bold.ttf') ?? shipped('Roboto-Medium')),
  };
}
