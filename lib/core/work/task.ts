import type { ErrorCode } from "../errors";

/** Work that a person can make slow. Its input and output are plain data. It uses neither database nor network. */
export type Task<Input, Output> = {
  /** The name, unique among all tasks. */
  name: string;
  /** The processor time of one run, in milliseconds. */
  cpuMs: number;
  /** The error for a run that exceeds its time, or the memory of a thread. */
  tooSlow: { code: ErrorCode; message: string };
  work: (input: Input) => Output | Promise<Output>;
};

export type TaskOptions = {
  /** The workspace that the work belongs to. It uses at most one thread. */
  workspaceId: string;
  /** `person`: refused if too much work of the workspace is waiting. `job`: always queued. */
  asker?: "person" | "job";
  /** Overrides the task's processor time. */
  cpuMs?: number;
};

/**
 * Runs tasks in threads. Rejects with the task's `tooSlow`, 429 `rate_limited`, 503 `overloaded`, or the task's error.
 */
export type WorkPool = {
  run: (task: Omit<Task<never, unknown>, "work">, input: unknown, options: TaskOptions) => Promise<unknown>;
  counts: () => { running: number; waiting: number; ended: number };
  stop: () => Promise<void>;
};

/** Declares a task. It runs in threads if the registry of the thread's entry contains it. */
export function defineTask<Input, Output>(task: Task<Input, Output>): Task<Input, Output> {
  return task;
}
