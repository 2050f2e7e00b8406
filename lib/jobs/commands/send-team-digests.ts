import { sendNotice } from "@/lib/alerts/commands/send-notice";
import { digestWeekly } from "@/lib/alerts/notices/digest-weekly";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, transaction } from "@/lib/core/db";
import { oneByOne } from "@/lib/core/one-by-one";
import { digestParts, hasNews } from "../digest/parts";
import { readTeamFacts } from "../digest/queries/facts";
import { dueWeek } from "../digest/week";

/**
 * Sends last week's digest to the channels that ask for it, once per workspace and week, optionally of one workspace.
 * Returns null if none is due.
 */
export async function sendTeamDigests(
  deadlineAt: number,
  now = databaseNow(),
  only: string | null = null,
): Promise<{ teams: number } | null> {
  const week = dueWeek(now);
  if (!week) return null;
  const dedupeKey = `digest ${week.monday.toISOString().slice(0, 10)}`;
  const due = await prisma().$queryRaw<{ workspaceId: string }[]>`
    select w.id as "workspaceId" from workspaces w
    where w.deletion_at is null and (${only}::uuid is null or w.id = ${only}::uuid)
      and exists (select from alert_channels c
        where c.workspace_id = w.id and c.is_enabled and ${digestWeekly.kind} = any(c.notices))
      and not exists (select from alerts a where a.workspace_id = w.id and a.dedupe_key = ${dedupeKey})
    order by w.id`;
  let teams = 0;
  const failure = "a digest could not be sent to its channels";
  await oneByOne(due, { name: "team digests", deadlineAt, idOf: (one) => one, failure }, async ({ workspaceId }) => {
    const facts = await readTeamFacts(workspaceId, week);
    if (!hasNews(facts)) return;
    const data = { from: week.from.toISOString(), to: week.to.toISOString() };
    const parts = digestParts(facts, "team");
    const notice = digestWeekly.alert({ workspaceId, dedupeKey }, data, { week: week.words, parts });
    await transaction((tx) => sendNotice(tx, notice, null));
    teams++;
  });
  return { teams };
}
