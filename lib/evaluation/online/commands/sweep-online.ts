import { prisma } from "@/lib/core/db";
import { env } from "@/lib/core/env";

const rowsAtOnce = 20_000;
/** The retention of hourly and daily sums. Slightly more than a year, so that charts can compare with the same week. */
const sumDays = 400;

const sweep = (table: "online_samples" | "online_scores") => `delete from ${table} where ctid = any(array(
  select ctid from ${table} where at < now() - make_interval(days => $1) limit ${rowsAtOnce}))`;

const forgetExplanations = `update online_scores set explanation = '' where ctid = any(array(
  select ctid from online_scores where at < now() - make_interval(days => $1) and explanation <> '' limit ${rowsAtOnce}))`;

/**
 * Deletes samples and scores with the retention of events, and judges' explanations, which quote texts, with the
 * retention of contents, in chunks until the deadline. Sums are kept for longer.
 */
export async function sweepOnline(
  deadlineAt: number,
  keep: { days?: number; contentDays?: number } = {},
): Promise<Record<string, number>> {
  const days = keep.days ?? env().EVENT_RETENTION_DAYS;
  const contentDays = keep.contentDays ?? env().EVENT_CONTENT_RETENTION_DAYS ?? days;
  let onlineScores = 0;
  if (contentDays < days)
    while (Date.now() < deadlineAt)
      if ((await prisma().$executeRawUnsafe(forgetExplanations, contentDays)) < rowsAtOnce) break;
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
