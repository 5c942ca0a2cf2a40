import { createRequire } from 'node:module';
import type { Attachment, MessageToRender } from '../../activities/ports.js';
import type { Shelf } from '../writing/shelf.js';
import type { WrittenMessage } from '../writing/write.js';
import { letterPdf, statementPdf } from './documents.js';
import { openFace } from './face.js';
import type { Faces } from './paper.js';

/** Makes what goes with a message on paper: the statement with an e-mail, the letter itself. The fonts are read when they are needed first. */
export function openPress(shelf: Shelf): (message: MessageToRender, written: WrittenMessage) => Attachment[] {
  let faces: Faces | null = null;
  return (message, written) => attachments((faces ??= openFaces(shelf)), message, written);
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
