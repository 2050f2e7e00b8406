import { raiseAlert } from "@/lib/alerts/commands/raise-alert";
import { domainLapsed } from "@/lib/alerts/definitions/domain-lapsed";
import { domainMissing } from "@/lib/alerts/definitions/domain-missing";
import type { SystemActor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { type TxtLookUp, txtLookUp } from "@/lib/auth/domains/look-up";
import { afterCheck, checksToLapse, hasRecord, recordName } from "@/lib/auth/domains/rules";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import type { WorkspaceDomain } from "@/lib/core/generated/prisma/client";
import { logger } from "@/lib/core/logger";

/** A domain is checked once a day: an hour less, so that a run that comes early still does it. */
const hoursBetween = 23;
/** How many a run takes, and how many it asks for at once: one that does not answer takes seconds. */
const [most, atOnce] = [200, 20];

const dueBefore = () => new Date(databaseNow().getTime() - hoursBetween * 3_600_000);

/**
 * Looks for the records of verified domains again. A record that seven daily checks in a row do not find proves nothing any
 * more. A DNS that does not answer is no check: the domain is asked for again with the next run.
 */
export async function checkDomains(
  deadlineAt: number,
  lookUp: TxtLookUp = txtLookUp(),
): Promise<{ checked: number; missing: number; unanswered: number; lapsed: number }> {
  const counts = { checked: 0, missing: 0, unanswered: 0, lapsed: 0 };
  const due = await prisma().workspaceDomain.findMany({
    where: { verifiedAt: { not: null }, OR: [{ checkedAt: null }, { checkedAt: { lt: dueBefore() } }] },
    orderBy: { checkedAt: { sort: "asc", nulls: "first" } },
    take: most,
  });
  const check = async (row: WorkspaceDomain): Promise<void> => {
    const records = await lookUp(recordName(row.domain)).catch((error: unknown) => {
      logger().warn({ err: error, domain: row.domain }, "the DNS did not answer for a verified domain");
      return null;
    });
    if (!records) {
      counts.unanswered++;
      return;
    }
    const isFound = hasRecord(records, row.token);
    const isLapsed = await transaction((tx) => noteCheck(tx, row, isFound));
    counts.checked++;
    if (!isFound) counts.missing++;
    if (isLapsed) counts.lapsed++;
  };
  for (let first = 0; first < due.length && Date.now() < deadlineAt; first += atOnce)
    await Promise.all(due.slice(first, first + atOnce).map(check));
  return counts;
}

/** Keeps what a check found, unless somebody has changed the domain since. Says whether it proves nothing any more. */
async function noteCheck(tx: Transaction, seen: WorkspaceDomain, isFound: boolean): Promise<boolean> {
  const { id, workspaceId, domain, verifiedAt, checkedAt, missedChecks: before } = seen;
  const now = databaseNow();
  const { missedChecks, isLapsed } = afterCheck(before, isFound);
  const missingSince = isFound ? null : (seen.missingSince ?? now);
  const { count } = await tx.workspaceDomain.updateMany({
    where: { id, workspaceId, verifiedAt, checkedAt },
    data: { checkedAt: now, missedChecks, missingSince, ...(isLapsed && { verifiedAt: null, joinRole: null }) },
  });
  if (count === 0 || isFound) return false;
  await tell(tx, seen, { missedChecks, missingSince: missingSince ?? now });
  if (!isLapsed) return false;
  const actor: SystemActor = { kind: "system", workspaceId, name: "Understudy" };
  await recordAudit(tx, actor, "domain.lapse", { id, name: domain }, { missedChecks });
  return true;
}

type Missing = { missedChecks: number; missingSince: Date };

/** Tells of it with the first check that misses the record, and with the last. */
async function tell(tx: Transaction, { id, workspaceId, domain }: WorkspaceDomain, missing: Missing): Promise<void> {
  const { missedChecks, missingSince } = missing;
  const isLapsed = missedChecks >= checksToLapse;
  if (!isLapsed && missedChecks > 1) return;
  const data = { domain, record: recordName(domain), missedChecks };
  const dedupeKey = `domain:${id}:${missingSince.toISOString()}:${isLapsed ? "lapsed" : "missing"}`;
  const cause = { workspaceId, dedupeKey };
  await raiseAlert(
    tx,
    isLapsed ? domainLapsed.alert(cause, data) : domainMissing.alert(cause, data, checksToLapse - missedChecks),
  );
}
