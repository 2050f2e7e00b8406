/**
 * `npm run move-events [-- --json] [-- --direct on|off]`: copies events from PostgreSQL to ClickHouse, then counts them
 * by workspace and day in both. Safe while Understudy runs, and resumes when it is run again. Events that cannot be
 * copied are set aside and counted. Exit code 1 if other events are missing in ClickHouse.
 */
import { parseArgs } from "node:util";
import { clickHouse } from "@/lib/core/clickhouse";
import { closeDatabase, prisma } from "@/lib/core/db";
import { parseEnv, provideEnv } from "@/lib/core/env";
import { forwardEventsJob } from "@/lib/jobs/definitions/forward-events";
import { switchDirect } from "@/lib/telemetry/store/commands/switch-direct";
import { isCopied, moveEvents } from "@/lib/telemetry/store/move";
import type { DayCount } from "@/lib/telemetry/store/queries/compare-counts";
import { formatCount, runCommand } from "./command-line";
import { withOperatorDatabase } from "./operator-database";

const roundMs = 30_000;

type NamedCount = DayCount & { workspace: string };

/** Adds the names of the workspaces. A deleted one is shown by its id. */
async function named(days: readonly DayCount[]): Promise<NamedCount[]> {
  const rows = await prisma().workspace.findMany({
    where: { id: { in: [...new Set(days.map(({ workspaceId }) => workspaceId))] } },
    select: { id: true, slug: true },
  });
  const slugs = new Map(rows.map(({ id, slug }) => [id, slug]));
  return days.map((day) => ({ ...day, workspace: slugs.get(day.workspaceId) ?? day.workspaceId }));
}

function differenceWords({ postgres, clickHouse, setAside }: DayCount): string {
  const missing = postgres - setAside - clickHouse;
  const words = [
    missing > 0 ? `ClickHouse lacks ${formatCount(missing)}` : "",
    missing < 0 ? `ClickHouse has ${formatCount(-missing)} more` : "",
    setAside > 0 ? `${formatCount(setAside)} cannot be copied and ${setAside === 1 ? "was" : "were"} set aside` : "",
  ];
  return words.filter(Boolean).join("; ") || "same";
}

function print(days: readonly NamedCount[]): void {
  const lines = days.map((day) => [
    day.day,
    day.workspace,
    day.table,
    formatCount(day.postgres),
    formatCount(day.clickHouse),
    differenceWords(day),
  ]);
  const table = [["Day (UTC)", "Workspace", "Events", "PostgreSQL", "ClickHouse", ""], ...lines];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  for (const line of table)
    console.log(
      line
        .map((text, column) =>
          column === 3 || column === 4 ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    );
  const differing = days.filter((day) => !isCopied(day));
  const sumOf = (count: "postgres" | "clickHouse" | "setAside") => days.reduce((all, day) => all + day[count], 0);
  const setAside = sumOf("setAside");
  console.log(
    differing.length > 0
      ? `\n${differing.length} of ${days.length} counts differ.`
      : `\nBoth hold the same ${formatCount(sumOf("clickHouse"))} events.`,
  );
  if (setAside > 0)
    console.log(
      `${formatCount(setAside)} of ${formatCount(sumOf("postgres"))} events cannot be copied. PostgreSQL keeps them; the table set_aside_batches has the errors.`,
    );
}

async function switchTo(direct: "on" | "off", isLacking: boolean): Promise<void> {
  if (direct === "on" && isLacking) return console.error("Not switched: ClickHouse lacks events.");
  if (!(await switchDirect(direct === "on"))) throw new Error("Not switched: the copy is not complete.");
  console.error(
    direct === "on"
      ? "New answers that PostgreSQL does not need individually go only to ClickHouse."
      : "New answers are stored in PostgreSQL and copied.",
  );
}

await runCommand(async (signal) => {
  const { values } = parseArgs({
    options: { json: { type: "boolean" }, direct: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  const { direct } = values;
  if (values.help) return console.log("usage: npm run move-events -- [--json] [--direct on|off]");
  if (direct !== undefined && direct !== "on" && direct !== "off") throw new Error("--direct is on or off.");
  await withOperatorDatabase(parseEnv(process.env), { access: "existing" }, async ({ url: database }) => {
    provideEnv({ DATABASE_URL: database });
    const store = clickHouse();
    if (!store) throw new Error("CLICKHOUSE_URL is not set: there is nothing to copy events to.");
    try {
      const days = await moveEvents({
        store,
        signal,
        copy: () => forwardEventsJob.run(Date.now() + roundMs),
        onProgress: (copied) => {
          if (process.stderr.isTTY && copied > 0) process.stderr.write(`\r${formatCount(copied)} rows copied`);
        },
      });
      if (process.stderr.isTTY) process.stderr.write("\n");
      const counts = await named(days);
      if (values.json) console.log(JSON.stringify({ days: counts }, null, 2));
      else print(counts);
      const isLacking = days.some(({ postgres, setAside, clickHouse: there }) => postgres - setAside > there);
      if (isLacking) process.exitCode = 1;
      if (direct !== undefined) await switchTo(direct, isLacking);
    } catch (error) {
      if (!signal.aborted) throw error;
      console.error("\nStopped. Copied rows are kept. Run it again to continue.");
      process.exitCode = 130;
    } finally {
      await closeDatabase();
    }
  });
});
