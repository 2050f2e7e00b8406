/** Keeps one child process running: starts it, restarts it after an exit, and stops it within a time limit. */
import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { isPublishMessage } from "@/lib/core/publish";
import type { FromChild, ToChild } from "./messages";

type Options = {
  name: string;
  /** Starts the process with an IPC channel. */
  fork: () => ChildProcess;
  /** Sent to each new process as soon as it listens for messages. */
  greeting: () => ToChild[];
  onMessage?: (message: FromChild, child: Supervised) => void;
  /** Relays a message to all other processes. */
  onPublish: (message: object, child: Supervised) => void;
  onChange?: () => void;
  log: (line: string) => void;
};

export type Supervised = {
  readonly name: string;
  readonly pid: number | undefined;
  /** Whether it serves. */
  isUp(): boolean;
  tell(message: object): void;
  /** Resolves when it serves for the first time. Rejects with its message if it fails before that. */
  readonly firstUp: Promise<void>;
  /** Asks the process to stop, and kills it two seconds after the time limit. */
  stop(withinMs: number): Promise<void>;
};

const longestPauseMs = 5_000;

export function supervise(options: Options): Supervised {
  const { name, fork, greeting, onMessage, onPublish, onChange, log } = options;
  let child: ChildProcess | undefined;
  let isUp = false;
  let hears = false;
  let wasUp = false;
  let isStopping = false;
  let stopWithinMs = 0;
  let failures = 0;
  let reason = "";
  let ended = Promise.resolve();
  const first = withResolvers();
  first.promise.catch(() => {});

  const supervised: Supervised = {
    name,
    get pid() {
      return child?.pid;
    },
    isUp: () => isUp,
    tell: (message) => {
      // Only a process that listens gets messages. A process that has just started gets the greeting instead.
      if (hears && child?.connected) child.send(message, () => {});
    },
    firstUp: first.promise,
    async stop(withinMs) {
      isStopping = true;
      stopWithinMs = withinMs;
      supervised.tell({ type: "stop", withinMs } satisfies ToChild);
      const running = child;
      const kill = setTimeout(() => running?.kill("SIGKILL"), withinMs + 2_000);
      await ended;
      clearTimeout(kill);
    },
  };

  function start(): void {
    const startedAt = performance.now();
    reason = "";
    hears = false;
    const running = fork();
    child = running;
    ended = new Promise<void>((done) => {
      running.once("exit", (code, signal) => {
        isUp = false;
        done();
        onChange?.();
        if (isStopping) return;
        if (!wasUp) return first.reject(new Error(reason || `The ${name} process ended with ${signal ?? code}.`));
        failures = performance.now() - startedAt > 10_000 ? 0 : failures + 1;
        const pauseMs = failures === 0 ? 0 : Math.min(longestPauseMs, 100 * 2 ** failures);
        log(`the ${name} process ended (${signal ?? `code ${code}`}); starting it again`);
        void sleep(pauseMs).then(() => !isStopping && start());
      });
    });
    running.on("error", (error) => log(`the ${name} process: ${error.message}`));
    running.on("message", (message: FromChild) => {
      if (isPublishMessage(message)) return onPublish(message, supervised);
      if (message.type === "hello") return greet();
      if (message.type === "failed") reason = message.message;
      if (message.type === "up") {
        isUp = true;
        wasUp = true;
        first.resolve();
        onChange?.();
      }
      onMessage?.(message, supervised);
    });
  }

  function greet(): void {
    hears = true;
    for (const message of greeting()) supervised.tell(message);
    if (isStopping) supervised.tell({ type: "stop", withinMs: stopWithinMs } satisfies ToChild);
  }

  start();
  return supervised;
}

function withResolvers() {
  let resolve = () => {};
  let reject = (_: Error) => {};
  const promise = new Promise<void>((done, fail) => {
    resolve = done;
    reject = fail;
  });
  return { promise, resolve, reject };
}
