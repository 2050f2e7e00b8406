import type { UserActor } from "@/lib/auth/actor";
import { queueMessage, type Recipient } from "@/lib/auth/mail/commands";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, transaction } from "@/lib/core/db";
import { isMailSetUp } from "@/lib/core/mail";
import { oneByOne } from "@/lib/core/one-by-one";
import { serverUrl } from "@/lib/core/server-url";
import { digestParts, hasNews } from "../digest/parts";
import { readFacts } from "../digest/queries/facts";
import { type DigestWeek, dueWeek } from "../digest/week";

const atOnce = 200;
/** Below every id. */
const first = "00000000-0000-0000-0000-000000000000";

/**
 * Sends last week's digest to all recipients, or those of one workspace, once per person, workspace and week. Returns
 * null if none is due.
 */
export async function sendDigests(
  deadlineAt: number,
  now = databaseNow(),
  only: string | null = null,
): Promise<{ sent: number } | null> {
  const weeks = (await listZones()).flatMap((zone) => {
    const week = dueWeek(now, zone);
    return week ? [{ zone, week }] : [];
  });
  if (weeks.length === 0) return null;
  let sent = 0;
  const failure = "a digest could not be sent";
  const idOf = ({ workspaceId, userId }: DigestRecipient) => ({ workspaceId, userId });
  for (const { zone, week } of weeks)
    for (let due = await listRecipients(week, zone, only); due.length > 0 && Date.now() < deadlineAt; ) {
      await oneByOne(due, { name: "digests", deadlineAt, idOf, failure }, async (member) => {
        if (await sendOne(member, week)) sent++;
      });
      due = due.length < atOnce ? [] : await listRecipients(week, zone, only, due.at(-1));
    }
  return { sent };
}

/** Lists the time zones of people. The default is UTC. */
async function listZones(): Promise<string[]> {
  const rows = await prisma().user.findMany({ distinct: ["timeZone"], select: { timeZone: true } });
  return [...new Set(rows.map(({ timeZone }) => timeZone ?? "UTC"))];
}

type DigestRecipient = UserActor & Recipient & { workspaceName: string; slug: string };

async function listRecipients(
  { monday, to }: DigestWeek,
  zone: string,
  only: string | null,
  after?: DigestRecipient,
): Promise<DigestRecipient[]> {
  const rows = await prisma().$queryRaw<Omit<DigestRecipient, "kind">[]>`
    select m.workspace_id as "workspaceId", m.user_id as "userId", u.name, u.email, m.role::text as role,
      w.name as "workspaceName", w.slug, u.slack_target is not null and u.slack_failure is null as "hasSlack"
    from members m
    join users u on u.id = m.user_id and not 'digest' = any(u.muted_mails)
      and coalesce(u.time_zone, 'UTC') = ${zone}
      and (${isMailSetUp()} or (u.slack_target is not null and u.slack_failure is null))
    join workspaces w on w.id = m.workspace_id and w.deletion_at is null
    where m.created_at < ${to} and (${only}::uuid is null or m.workspace_id = ${only}::uuid) and not exists (
      select 1 from digests_sent d
      where d.workspace_id = m.workspace_id and d.user_id = m.user_id and d.week = ${monday}::date)
      and (m.workspace_id, m.user_id) > (${after?.workspaceId ?? first}::uuid, ${after?.userId ?? first}::uuid)
    order by m.workspace_id, m.user_id limit ${atOnce}`;
  return rows.map((row) => ({ kind: "user", ...row }));
}

/** Sends one digest and returns whether it was sent. A unique row decides between two concurrent runs. */
async function sendOne(recipient: DigestRecipient, week: DigestWeek): Promise<boolean> {
  const { email: _, hasSlack: __, workspaceName, slug, ...actor } = recipient;
  const facts = await readFacts(actor, week);
  const { workspaceId, userId } = actor;
  return transaction(async (tx) => {
    const row = { workspaceId, userId, week: week.monday };
    const { count } = await tx.digestSent.createMany({ data: [row], skipDuplicates: true });
    if (count === 0 || !hasNews(facts)) return false;
    await queueMessage(tx, recipient, {
      kind: "digest",
      url: `${serverUrl()}/${slug}/inbox`,
      workspace: workspaceName,
      week: week.words,
      parts: digestParts(facts, "person"),
    });
    return true;
  });
}
