import type { ErrorCode } from "../errors";

/** Work that a person can make slow. Its input and output are plain data; it touches no database and no network. */
export type Task<Input, Output> = {
  /** Unique among all tasks. */
  name: string;
  /** How much processor time one run may take, in milliseconds. */
  cpuMs: number;
  /** The message when a run takes more time, or more memory than a thread has. */
  tooSlow: { code: ErrorCode; message: string };
  work: (input: Input) => Output | Promise<Output>;
};

export type TaskOptions = {
  /** Whose work it is: one workspace has at most one thread. */
  workspaceId: string;
  /** `person`: somebody waits; refused when too much of the workspace's work waits. `job`: waits its turn. */
  asker?: "person" | "job";
  /** Less, or more, processor time than the task's own. */
  cpuMs?: number;
};

/** Runs tasks in threads. Rejects with the task's `tooSlow`, 429 `rate_limited`, 503 `overloaded`, or what the work threw. */
export type WorkPool = {
  run: (task: Omit<Task<never, unknown>, "work">, input: unknown, options: TaskOptions) => Promise<unknown>;
  counts: () => { running: number; waiting: number; ended: number };
  stop: () => Promise<void>;
};

/** Declares a task. It runs in threads once it stands in the registry of the thread's entry. */
export function defineTask<Input, Output>(task: Task<Input, Output>): Task<Input, Output> {
  return task;
}
