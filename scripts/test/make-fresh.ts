import { vi } from "vitest";

/**
 * What one file leaves for the next. `values` are those of lib/core/singleton: parsed settings, connections, caches.
 */
const shared = globalThis as Record<symbol, unknown>;
const environment = Symbol.for("understudy.test-environment");
const held = Symbol.for("understudy.values");
const stubs = Symbol.for("understudy.stubs");

export type Values = Map<string, unknown>;

const values = () => shared[held] as Values | undefined;

/** Restores the initial environment variables, which an earlier file may have changed. */
function restoreEnvironment(): void {
  shared[environment] ??= { ...process.env };
  const initial = shared[environment] as NodeJS.ProcessEnv;
  for (const name of Object.keys(process.env)) if (!(name in initial)) delete process.env[name];
  Object.assign(process.env, initial);
}

/** Makes changed environment variables take effect, also if something left by an earlier file has already read them. */
function readStubsAnew(): void {
  if (shared[stubs]) return;
  shared[stubs] = true;
  const { stubEnv } = vi;
  vi.stubEnv = (...args) => {
    stubEnv(...args);
    for (const name of ["env", "outgoing-guard"]) values()?.delete(name);
    return vi;
  };
}

/** Test files share a process and its modules. This resets it before each file. `next` makes the values of the file. */
export function makeFresh(next: (before: Values | undefined) => Values = () => new Map()): void {
  readStubsAnew();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  restoreEnvironment();
  shared[held] = next(values());
}
