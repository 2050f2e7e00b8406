import { raiseAlert } from "@/lib/alerts/commands/alerts";
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
import { oneByOne } from "@/lib/core/one-by-one";

/** Hours between checks of a domain: daily, less an hour for a run that starts early. */
const hoursBetween = 23;
/** The maximum number of domains per run, and the number of parallel queries. An unresponsive domain takes seconds. */
const [most, atOnce] = [200, 20];

const dueBefore = () => new Date(databaseNow().getTime() - hoursBetween * 3_600_000);

/**
 * Checks the records of verified domains. A domain loses its verification when seven daily checks in a row miss its
 * record. A DNS error does not count as a check; the domain is checked again in the next run.
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
  const failure = "the check of a domain could not be recorded";
  const alone = (row: WorkspaceDomain) =>
    oneByOne([row], { name: "domains", deadlineAt, idOf: ({ id }) => ({ domain: id }), failure }, check);
  for (let first = 0; first < due.length && Date.now() < deadlineAt; first += atOnce)
    await Promise.all(due.slice(first, first + atOnce).map(alone));
  return counts;
}

/**
 * Stores the result of a check, unless the domain was changed in the meantime. Returns whether it lost its
 * verification.
 */
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
  await alertMembers(tx, seen, { missedChecks, missingSince: missingSince ?? now });
  if (!isLapsed) return false;
  const actor: SystemActor = { kind: "system", workspaceId, name: "Understudy" };
  await recordAudit(tx, actor, "domain.lapse", { id, name: domain }, { missedChecks });
  return true;
}

type Missing = { missedChecks: number; missingSince: Date };

/** Raises an alert at the first check that misses the record, and at the last. */
async function alertMembers(
  tx: Transaction,
  { id, workspaceId, domain }: WorkspaceDomain,
  missing: Missing,
): Promise<void> {
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
