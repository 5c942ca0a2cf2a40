import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** A message as a server took it. */
export interface Mail {
  from: string;
  to: string[];
  raw: string;
}

/** How a server behaves towards a recipient. */
export type Behaviour =
  | { kind: 'refuse'; code: number; message: string }
  /** Takes the message, then closes the connection instead of answering. */
  | { kind: 'drop-after-data' }
  /** Closes the connection instead of agreeing to take the message. */
  | { kind: 'drop-before-data' }
  /** Takes the message and answers late, or never. */
  | { kind: 'slow'; ms: number }
  | { kind: 'refuse-message'; code: number; message: string };

/** A mail server on loopback. */
export interface MailServer {
  url: string;
  port: number;
  /** What was taken, in order; what was taken and not acknowledged too. */
  mails: Mail[];
  /** Behaviour by recipient; everybody else's mail is accepted. */
  towards: Map<string, Behaviour>;
  close(): Promise<void>;
}

/** Starts a mail server that accepts everything but what it is told not to. */
export async function startMailServer(): Promise<MailServer> {
  const mails: Mail[] = [];
  const towards = new Map<string, Behaviour>();
  const sockets = new Map<number, Socket>();
  const hangUp = (session: SMTPServerSession) => sockets.get(session.remotePort)?.destroy();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    hideSize: true,
    onRcptTo({ address }, session, done) {
      const behaviour = towards.get(address);
      if (behaviour?.kind === 'drop-before-data') return hangUp(session);
      done(behaviour?.kind === 'refuse' ? reply(behaviour) : null);
    },
    onData(stream, session, done) {
      read(stream, (raw) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const behaviour = towards.get(to[0] ?? '');
        if (behaviour?.kind === 'refuse-message') return done(reply(behaviour));
        mails.push({ from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '', to, raw });
        if (behaviour?.kind === 'drop-after-data') return hangUp(session);
        if (behaviour?.kind !== 'slow') return done();
        if (behaviour.ms < Infinity) setTimeout(done, behaviour.ms);
      });
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => sockets.set(socket.remotePort ?? 0, socket));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, port, mails, towards, close: () => new Promise((closed) => server.close(() => closed())) };
}

function reply({ code, message }: { code: number; message: string }): Error {
  return Object.assign(new Error(message), { responseCode: code });
}

function read(stream: SMTPServerDataStream, done: (raw: string) => void): void {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
}
