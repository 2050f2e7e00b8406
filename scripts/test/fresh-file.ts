/** Test files share a process and its modules; each begins like a process that has just started. */
import { vi } from "vitest";

const shared = globalThis as Record<symbol, unknown>;
const environment = Symbol.for("understudy.test-environment");

/** The settings that the process was started with; a file before this one may have changed them. */
function restoreEnvironment(): void {
  shared[environment] ??= { ...process.env };
  const initial = shared[environment] as NodeJS.ProcessEnv;
  for (const name of Object.keys(process.env)) if (!(name in initial)) delete process.env[name];
  Object.assign(process.env, initial);
}

const values = () => shared[Symbol.for("understudy.values")] as Map<string, unknown> | undefined;
const stubs = Symbol.for("understudy.stubs");

/** A setting that a test changes is read anew, also where something left by an earlier file has read the settings already. */
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

readStubsAnew();
vi.useRealTimers();
vi.restoreAllMocks();
vi.unstubAllEnvs();
vi.unstubAllGlobals();
restoreEnvironment();
// What lib/core/singleton keeps: settings that were read, caches.
shared[Symbol.for("understudy.values")] = undefined;
