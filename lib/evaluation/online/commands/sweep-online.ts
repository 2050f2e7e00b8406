import { prisma } from "@/lib/core/db";
import { env } from "@/lib/core/env";

const rowsAtOnce = 20_000;
/** The retention of hourly and daily sums. Slightly more than a year, so that charts can compare with the same week. */
const sumDays = 400;

const sweep = (table: "online_samples" | "online_scores") => `delete from ${table} where ctid = any(array(
  select ctid from ${table} where at < now() - make_interval(days => $1) limit ${rowsAtOnce}))`;

/** Deletes samples and scores with the retention of events, in chunks until the deadline. Sums are kept for longer. */
export async function sweepOnline(
  deadlineAt: number,
  { days = env().EVENT_RETENTION_DAYS }: { days?: number } = {},
): Promise<Record<string, number>> {
  let onlineScores = 0;
  for (const table of ["online_scores", "online_samples"] as const)
    while (Date.now() < deadlineAt) {
      const count = await prisma().$executeRawUnsafe(sweep(table), days);
      onlineScores += table === "online_scores" ? count : 0;
      if (count < rowsAtOnce) break;
    }
  await prisma().$executeRaw`delete from online_hours where hour < now() - make_interval(days => ${sumDays})`;
  await prisma().$executeRaw`delete from online_spend where day < current_date - ${sumDays}::int`;
  return { onlineScores };
}
