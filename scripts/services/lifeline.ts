/**
 * Child processes that never outlive the one that started them, and that a Ctrl-C in the terminal does not reach:
 * they stop when they are told to, in order, or when the starter is gone, however it went.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';

/** Runs "$@" and sends it a signal once standard input ends, which it does when the starter dies. */
const script = `
exec 3<&0
signal=$1; shift
"$@" </dev/null 3<&- &
child=$!
( while read -r _ <&3; do :; done; kill -"$signal" "$child" 2>/dev/null ) >/dev/null 2>&1 &
watch=$!
wait "$child"; code=$?
kill "$watch" 2>/dev/null
exit "$code"
`;

export interface Launch {
  /** Program and arguments. */
  command: readonly [string, ...string[]];
  /** File that takes standard output and error. */
  log: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
  /** What ends it well; SIGTERM unless told otherwise. */
  stopSignal?: 'INT' | 'TERM';
}

export interface Running {
  /** Its process group: it and what it starts. */
  readonly group: number;
  /** Resolves with the exit code once the process is gone, for whatever reason. */
  readonly exited: Promise<number>;
  /** Asks it to end, and kills it when it has not done so in time. Resolves when it is gone. */
  stop(withinMs?: number): Promise<void>;
  /** Ends it as a crash would: at once and unasked. */
  crash(): Promise<void>;
}

/** Starts a process on a lifeline. */
export function launch(what: Launch): Running {
  const log = openSync(what.log, 'a');
  const child = spawn('/bin/sh', ['-c', script, 'duly', what.stopSignal ?? 'TERM', ...what.command], {
    stdio: ['pipe', log, log],
    detached: true,
    env: what.env ?? process.env,
    ...(what.cwd === undefined ? {} : { cwd: what.cwd }),
    ...(what.uid === undefined ? {} : { uid: what.uid }),
    ...(what.gid === undefined ? {} : { gid: what.gid }),
  });
  const exited = new Promise<number>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 137));
  });
  child.stdin?.on('error', () => {});
  return { group: child.pid ?? 0, exited, stop: (withinMs = 10_000) => stop(child, exited, withinMs), crash: () => crash(child, exited) };
}

async function stop(child: ChildProcess, exited: Promise<number>, withinMs: number): Promise<void> {
  child.stdin?.end();
  const late = setTimeout(() => void crash(child, exited), withinMs);
  await exited;
  clearTimeout(late);
}

async function crash(child: ChildProcess, exited: Promise<number>): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null) {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group is gone already, which is what was wanted.
    }
  }
  await exited;
}
