import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "");
// The examples import the client as applications do.
const client = `${here}/packages/client/src`;
const alias = {
  "@understudy/client/wrap": `${client}/wrap.ts`,
  "@understudy/client": `${client}/index.ts`,
  "@": here,
};
const rooms = "{app,lib,components,packages,server,scripts,bench,examples,e2e/support}";
// No setting of the person who runs the tests may decide what they see.
const env = {
  NODE_ENV: "test",
  LOG_LEVEL: "silent",
  REDIS_URL: "",
  UPSTASH_REDIS_REST_URL: "",
  CLICKHOUSE_URL: process.env.TEST_CLICKHOUSE_URL ?? "",
  CLICKHOUSE_CLUSTER: "",
  EVENTS_HOT_DAYS: "",
  TZ: "UTC",
} as const;

export default defineConfig({
  resolve: { alias },
  test: {
    // Tests make much short-lived garbage. More room for it is collected less often.
    execArgv: ["--max-semi-space-size=64"],
    // What the unit tests have compiled is not compiled again for the integration tests.
    experimental: { fsModuleCache: true },
    // Marked in a file's first comment (`@module-tag slow`) or in the options of a test.
    tags: [{ name: "slow", description: "Starts processes, or takes seconds. Runs in `npm run test:full`." }],
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: [`${rooms}/**/*.test.{ts,tsx}`],
          // Loading modules anew for every file takes longer than the tests; nothing here replaces modules.
          isolate: false,
          setupFiles: ["scripts/test/fresh-file.ts", "scripts/test/fixed-seed.ts"],
          env,
          testTimeout: 60_000 * Math.max(1, Number(process.env.UNDERSTUDY_TEST_CASES ?? 1)), // a busy machine is no failure
          maxWorkers: 2,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: [`${rooms}/**/*.itest.ts`],
          globalSetup: ["scripts/test/integration-setup.ts"],
          env,
          retry: 1, // on real databases and clocks; what needs it is named at the end
          testTimeout: 30_000,
          hookTimeout: 60_000,
          pool: "forks",
          isolate: false,
          setupFiles: ["scripts/test/fresh-database-file.ts"],
          maxWorkers: 3, // on two processors; tests that wait leave room
        },
      },
    ],
  },
});
