/** A short-lived process at every start. It applies migrations, seeds an empty database, then exits. */
import { parseEnv } from "@/lib/core/env";
import { noteServerUrl } from "@/lib/core/server-url";
import { seed } from "@/prisma/seed";
import { applyMigrations } from "@/scripts/prisma";

/** The input of the process. `credentials` is the file for the first sign-in and keys; null skips the seed. */
export type SetupInput = { url: string; credentials: string | null };
export type SetupStep = { step: "migrations"; applied: string[] } | { step: "seed"; seeded: string | null };
export type SetupFailure = { step: "failed"; message: string; isDatabaseAway: boolean };

process.on("disconnect", () => process.exit(1));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {}); // the supervisor decides

async function setUp({ url, credentials }: SetupInput): Promise<void> {
  const env = parseEnv(process.env);
  noteServerUrl(url);
  const applied = await applyMigrations(env.DATABASE_DIRECT_URL ?? env.DATABASE_URL ?? "");
  process.send?.({ step: "migrations", applied } satisfies SetupStep);
  const seeded = credentials ? await seed({ kind: env.UNDERSTUDY_SEED, url, credentials }) : null;
  process.send?.({ step: "seed", seeded } satisfies SetupStep);
}

process.once("message", (input: SetupInput) => {
  setUp(input).then(
    () => process.exit(),
    async (error: unknown) => {
      const { isDatabaseUnavailable } = await import("@/lib/core/database-errors");
      const failure: SetupFailure = {
        step: "failed",
        message: error instanceof Error ? error.message : String(error),
        isDatabaseAway: isDatabaseUnavailable(error),
      };
      process.send?.(failure, () => process.exit(1));
    },
  );
});
