/** The maximum size of each pool of a process. Events have their own pool, because they come in bursts. */
export const poolSizes = (max: number) => ({ runtime: Math.min(4, max), main: max, events: Math.min(2, max) });

/** `DATABASE_POOL_MAX` of a runtime process. There are many of them, and pages and commands run elsewhere. */
export const runtimePoolMax = (max: number): number => Math.min(4, max);

/**
 * The maximum number of connections of a process whose DATABASE_POOL_MAX is `max`. The event thread of a runtime
 * process has its own pool of events.
 */
export function connectionsOfProcess(role: string, max: number): number {
  const { runtime, main, events } = poolSizes(max);
  return runtime + main + events + (role === "runtime" ? events : 0);
}

/** The maximum number of connections of an instance with a studio, a worker and this many runtime processes. */
export const connectionsOfInstance = (runtimeProcesses: number, max: number): number =>
  runtimeProcesses * connectionsOfProcess("runtime", runtimePoolMax(max)) +
  connectionsOfProcess("studio", max) +
  connectionsOfProcess("worker", max);
