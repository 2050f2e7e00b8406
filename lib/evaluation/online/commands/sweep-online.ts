import { prisma } from "@/lib/core/db";
import { env } from "@/lib/core/env";

const rowsAtOnce = 20_000;
/** Sums by hour and by day stay for a year, and a little more: charts compare with the same week. */
const sumDays = 400;

const sweep = (table: "online_samples" | "online_scores") => `delete from ${table} where ctid = any(array(
  select ctid from ${table} where at < now() - make_interval(days => $1) limit ${rowsAtOnce}))`;

/** Forgets samples and scores as old as their events, piece by piece until the deadline; sums stay for longer. */
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
