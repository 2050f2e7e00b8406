/** Unit tests share a process and its modules; each file begins like a process that has just started. */
import { vi } from "vitest";

vi.useRealTimers();
vi.restoreAllMocks();
vi.unstubAllEnvs();
vi.unstubAllGlobals();
// What lib/core/singleton keeps: settings that were read, caches.
(globalThis as Record<symbol, unknown>)[Symbol.for("understudy.values")] = undefined;
