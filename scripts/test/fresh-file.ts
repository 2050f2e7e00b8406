/** Test files share a process and its modules. This resets it before each file. */
import { vi } from "vitest";

const shared = globalThis as Record<symbol, unknown>;
const environment = Symbol.for("understudy.test-environment");

/** Restores the initial environment variables, which an earlier file may have changed. */
function restoreEnvironment(): void {
  shared[environment] ??= { ...process.env };
  const initial = shared[environment] as NodeJS.ProcessEnv;
  for (const name of Object.keys(process.env)) if (!(name in initial)) delete process.env[name];
  Object.assign(process.env, initial);
}

const values = () => shared[Symbol.for("understudy.values")] as Map<string, unknown> | undefined;
const stubs = Symbol.for("understudy.stubs");

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

readStubsAnew();
vi.useRealTimers();
vi.restoreAllMocks();
vi.unstubAllEnvs();
vi.unstubAllGlobals();
restoreEnvironment();
// The values of lib/core/singleton: parsed settings, caches.
shared[Symbol.for("understudy.values")] = undefined;
