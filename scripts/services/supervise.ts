/** One of our own processes, kept running: started again when it ends unasked, later and later while it goes on ending. */
import { readFile } from 'node:fs/promises';
import { launch, type Launch, type Running } from './lifeline.js';

export interface Supervised {
  readonly name: string;
  /** The process group of the one that runs now; 0 while none does. */
  group(): number;
  /** Ends it as a crash would. It is started again. */
  crash(): Promise<void>;
  /** Ends it well and resolves when its successor is ready. */
  restart(): Promise<void>;
  /** Ends it well, for good. */
  stop(): Promise<void>;
}

export interface Supervision {
  name: string;
  launch: Launch;
  /** Resolves once the process that was started at `sinceMs` does its work. It is asked again and again until it stops throwing. */
  isReady(sinceMs: number): Promise<void>;
  say(line: string): void;
  /** How long it may take to end well. */
  graceMs?: number;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const longest = 30_000;
const healthyAfterMs = 60_000;

async function lastLines(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-12).join('\n');
}

class Supervisor implements Supervised {
  readonly name: string;
  readonly #of: Supervision;
  #running: Running | null = null;
  #wanted = true;
  #crashes = 0;

  constructor(of: Supervision) {
    this.#of = of;
    this.name = of.name;
  }

  group = () => this.#running?.group ?? 0;

  /** Starts it and resolves when it is ready; throws when it ends before, or is not ready within two minutes. */
  async start(): Promise<void> {
    const running = launch(this.#of.launch);
    this.#running = running;
    const startedMs = Date.now();
    let ready = false;
    void running.exited.then(() => {
      if (this.#running === running) this.#running = null;
      if (ready && this.#wanted) void this.#revive(Date.now() - startedMs);
    });
    await this.#untilReady(running, startedMs);
    ready = true;
  }

  async #untilReady(running: Running, startedMs: number): Promise<void> {
    const deadline = Date.now() + 120_000;
    for (;;) {
      if (this.#running !== running) throw new Error(`The ${this.name} ended while it was starting:\n${await lastLines(this.#of.launch.log)}`);
      try {
        return await this.#of.isReady(startedMs);
      } catch (error) {
        if (Date.now() > deadline) throw new Error(`The ${this.name} was not ready within two minutes. Its log is ${this.#of.launch.log}.`, { cause: error });
        await pause(100);
      }
    }
  }

  async #revive(livedMs: number): Promise<void> {
    this.#crashes = livedMs > healthyAfterMs ? 1 : this.#crashes + 1;
    const waitMs = Math.min(longest, 500 * 2 ** (this.#crashes - 1));
    this.#of.say(`The ${this.name} ended unasked (its log is ${this.#of.launch.log}). Starting it again in ${waitMs / 1000} s.`);
    await pause(waitMs);
    if (!this.#wanted) return;
    try {
      await this.start();
      this.#of.say(`The ${this.name} runs again.`);
    } catch {
      await this.#running?.stop(this.#of.graceMs);
      if (this.#wanted) await this.#revive(0);
    }
  }

  async crash(): Promise<void> {
    await this.#running?.crash();
  }

  async restart(): Promise<void> {
    const former = this.#running;
    this.#running = null;
    this.#wanted = false;
    await former?.stop(this.#of.graceMs);
    this.#wanted = true;
    await this.start();
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    await this.#running?.stop(this.#of.graceMs);
  }
}

/** Starts it and keeps it running. Resolves when it is ready; throws, with the end of its log, when it ends before. */
export async function supervise(of: Supervision): Promise<Supervised> {
  const supervisor = new Supervisor(of);
  try {
    await supervisor.start();
    return supervisor;
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}
