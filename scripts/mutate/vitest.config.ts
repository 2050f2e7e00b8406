import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** The unit tests beside the rule files that Stryker mutates. stryker.config.json lists these files. */
export default defineConfig({
  root,
  resolve: { alias: { "@": root } },
  test: {
    include: [
      "lib/guards/{block,compare,detect*,sensitivity,state*}.test.ts",
      "lib/registry/gate/*.test.ts",
      "lib/evaluation/gate/*.test.ts",
      "lib/registry/{lifecycle,merge*,prepare}.test.ts",
      "lib/experiments/{assignment,bandit}.test.ts",
      "lib/auth/{authorize,permissions}*.test.ts",
    ],
    setupFiles: ["scripts/test/fixed-seed.ts"],
    env: { NODE_ENV: "test", LOG_LEVEL: "silent", REDIS_URL: "", UPSTASH_REDIS_REST_URL: "", TZ: "UTC" },
    testTimeout: 60_000,
    maxWorkers: 1,
  },
});
