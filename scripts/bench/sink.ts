/** A mail server that takes everything and keeps nothing but a count, as a process of its own. */
import { createServer } from 'node:http';
import { SMTPServer } from 'smtp-server';

let taken = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, done) {
    stream.on('data', () => undefined);
    stream.on('end', () => {
      taken += 1;
      done();
    });
  },
});
server.on('error', () => undefined);
server.listen(Number(process.env['SINK_SMTP_PORT']), '127.0.0.1');
createServer((_request, response) => response.end(String(taken))).listen(Number(process.env['SINK_PORT']), '127.0.0.1');
