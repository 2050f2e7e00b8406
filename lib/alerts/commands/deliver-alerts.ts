import { setTimeout as sleep } from "node:timers/promises";
import type { SystemActor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { databaseNow } from "@/lib/core/database-clock";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import type { AlertChannel, AlertDelivery, Prisma } from "@/lib/core/generated/prisma/client";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import { channelDisabled } from "../definitions/channel-disabled";
import { getLetter } from "../queries/deliveries";
import { disableReason, nextWaitMs, type Outcome } from "../retry";
import { send } from "../send/send";
import { raiseAlert } from "./alerts";
import { giveUpWaiting } from "./channels";

/**
 * The maximum number of channels that a process delivers to at once, how many of them may be failing ones, and how many
 * may belong to one workspace.
 */
const mostAtOnce = 8;
const mostFailing = 4;
const mostOfOne = 4;
/**
 * The duration of a claim, longer than any attempt. After a crash another process takes the delivery over when it ends.
 */
const leaseSeconds = 45;
/** The time that an attempt may need before the deadline. */
const tryMs = 16_000;
/** The interval in ms in which due deliveries are looked for while slow ones are running. */
const lookMs = 500;

type Claimed = { id: string; workspaceId: string; channelId: string };

/** The channels that this process is delivering to, with their workspaces. */
const busy = () =>
  singleton("alert-channels-busy", () => ({ healthy: new Map<string, string>(), failing: new Map<string, string>() }));

/**
 * Claims the oldest due delivery of each of up to `limit` channels for this process, until the lease ends. A failing
 * channel is one whose last attempt failed. Workspaces take turns, however much waits for one of them.
 */
function claim(isFailing: boolean, limit: number, only: string | null): Promise<Claimed[]> {
  const { healthy, failing } = busy();
  const workspaces = [...healthy.values(), ...failing.values()];
  return prisma().$queryRaw<Claimed[]>`
    with waiting as (
        select d.workspace_id, d.channel_id, min(d.available_at) as since
        from alert_deliveries d join alert_channels c on c.id = d.channel_id and c.workspace_id = d.workspace_id
        where d.status = 'pending' and d.available_at <= now() and (c.failing_since is not null) = ${isFailing}
          and d.channel_id <> all(${[...healthy.keys(), ...failing.keys()]}::uuid[])
          and (${only}::uuid is null or d.workspace_id = ${only}::uuid)
        group by 1, 2),
    placed as (
      select channel_id, since, row_number() over (partition by workspace_id order by since)
        + (select count(*) from unnest(${workspaces}::uuid[]) b (id) where b.id = waiting.workspace_id) as place
      from waiting),
    due as (
      select d.id from (
        select channel_id from placed where place <= ${mostOfOne} order by place, since limit ${limit}) c
      cross join lateral (
        select id from alert_deliveries
        where channel_id = c.channel_id and status = 'pending' and available_at <= now()
        order by available_at, id limit 1 for update skip locked) d)
    update alert_deliveries a set attempts = a.attempts + 1, last_attempt_at = now(),
      available_at = now() + make_interval(secs => ${leaseSeconds})
    from due where a.id = due.id
    returning a.id, a.workspace_id as "workspaceId", a.channel_id as "channelId"`;
}

/** Makes one attempt of a claimed delivery and records the outcome. */
export async function tryDelivery(claimed: Pick<Claimed, "id" | "workspaceId">): Promise<DeliveryResult | null> {
  const letter = await getLetter(claimed);
  if (!letter) return null;
  const { delivery, channel, message, now } = letter;
  const startedAt = performance.now();
  const isOff = !channel.isEnabled && delivery.alertId !== null;
  const off: Outcome = { isOk: false, status: null, error: "The channel was switched off.", isGone: true };
  const outcome = isOff ? off : await send(channel, delivery.replayOfId ?? delivery.id, message, now);
  return settleDelivery(delivery, outcome, performance.now() - startedAt);
}

/**
 * Delivers due alerts on all channels, optionally of one workspace, at least once. A channel's deliveries are
 * sequential and channels are parallel, so that one slow channel does not delay the others. No transaction is open
 * during the calls.
 */
export async function deliverAlerts(deadlineAt: number, only?: string): Promise<Record<DeliveryResult, number>> {
  const done: Record<DeliveryResult, number> = { delivered: 0, retried: 0, failed: 0 };
  const open = new Set<Promise<void>>();
  const start = (claimed: Claimed, among: Map<string, string>) => {
    among.set(claimed.channelId, claimed.workspaceId);
    const work = tryDelivery(claimed)
      .then((settled) => {
        if (settled) done[settled]++;
      })
      // The claim expires, and the delivery is retried.
      .catch((error: unknown) => logger().warn({ err: error, delivery: claimed.id }, "an alert could not be sent"))
      .finally(() => {
        among.delete(claimed.channelId);
        open.delete(work);
      });
    open.add(work);
  };
  while (isDatabaseUp() && Date.now() < deadlineAt - tryMs) {
    const { healthy, failing } = busy();
    // A delivery that ends during this round frees its channel, so another round is needed.
    let isDone = open.size === 0;
    const startAll = (claims: readonly Claimed[], among: Map<string, string>) => {
      for (const one of claims) start(one, among);
      if (claims.length > 0) isDone = false;
    };
    const free = () => mostAtOnce - healthy.size - failing.size;
    if (free() > 0) startAll(await claim(false, free(), only ?? null), healthy);
    const left = Math.min(free(), mostFailing - failing.size);
    if (left > 0) startAll(await claim(true, left, only ?? null), failing);
    if (isDone) break;
    const tick = new AbortController();
    if (open.size > 0) await Promise.race([...open, sleep(lookMs, undefined, { signal: tick.signal }).catch(() => {})]);
    tick.abort();
  }
  await Promise.all(open);
  return done;
}

type DeliveryResult = "delivered" | "retried" | "failed";

const maxErrorLength = 500;

/**
 * Records the outcome of an attempt: delivered, retried later, or failed. Also updates the channel's state. Returns
 * null for a late failure, when another process has taken over the delivery or the channel was switched off.
 */
export async function settleDelivery(
  delivery: AlertDelivery,
  outcome: Outcome,
  durationMs: number,
): Promise<DeliveryResult | null> {
  const { id, workspaceId, attempts, alertId } = delivery;
  const isTest = alertId === null;
  const waitMs = isTest ? null : nextWaitMs(attempts, outcome, Math.random());
  const settled: DeliveryResult = outcome.isOk ? "delivered" : waitMs === null ? "failed" : "retried";
  const error = (outcome.isOk ? (outcome.note ?? "") : outcome.error).slice(0, maxErrorLength);
  return transaction(async (tx) => {
    // The channel is locked first, as in changes of channels. Another order could deadlock.
    await tx.$queryRaw`select 1 from alert_channels
      where id = ${delivery.channelId}::uuid and workspace_id = ${workspaceId}::uuid for no key update`;
    const data: Prisma.AlertDeliveryUpdateManyMutationInput = {
      lastStatus: outcome.status,
      lastError: error,
      durationMs: Math.round(durationMs),
      ...(settled === "delivered" && { status: "delivered", deliveredAt: databaseNow() }),
      ...(settled === "failed" && { status: "failed" }),
    };
    // A success always counts, even if the claim has expired. Otherwise the delivery would be repeated forever.
    const isOurs: Prisma.AlertDeliveryWhereInput = outcome.isOk
      ? { status: { not: "delivered" } }
      : { status: "pending", attempts };
    const where = { id, workspaceId, ...isOurs };
    if ((await tx.alertDelivery.updateMany({ where, data })).count === 0) return null;
    if (waitMs !== null)
      await tx.$executeRaw`update alert_deliveries set available_at = clock_timestamp() + make_interval(secs => ${waitMs / 1_000})
        where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid`;
    if (outcome.isOk || !isTest) await noteOnChannel(tx, delivery, outcome, settled);
    return settled;
  });
}

/** Updates the channel's state. A success resets its failures. Continued failures switch it off. */
async function noteOnChannel(tx: Transaction, delivery: AlertDelivery, outcome: Outcome, settled: DeliveryResult) {
  const { workspaceId, channelId } = delivery;
  if (outcome.isOk) {
    await tx.alertChannel.updateMany({
      where: { id: channelId, workspaceId, failingSince: { not: null } },
      data: { failures: 0, failingSince: null },
    });
    return;
  }
  const [row] = await tx.$queryRaw<[{ failures: number; failingSince: Date; now: Date }?]>`
    update alert_channels set failures = failures + ${settled === "failed" ? 1 : 0},
      failing_since = coalesce(failing_since, clock_timestamp())
    where id = ${channelId}::uuid and workspace_id = ${workspaceId}::uuid and is_enabled
    returning failures, failing_since as "failingSince", clock_timestamp() as now`;
  const reason = row && disableReason({ ...row, isGivenUp: settled === "failed" }, outcome, row.now);
  if (reason) await disableChannel(tx, delivery, reason);
}

async function disableChannel(tx: Transaction, { workspaceId, channelId, id }: AlertDelivery, reason: string) {
  const channel: AlertChannel = await tx.alertChannel.update({
    where: { id: channelId, workspaceId },
    data: { isEnabled: false, disabledReason: reason.slice(0, maxErrorLength), updatedAt: databaseNow() },
  });
  await giveUpWaiting(tx, channel);
  const actor: SystemActor = { kind: "system", workspaceId, name: "Alerts" };
  await recordAudit(tx, actor, "alert-channel.disable", channel, { reason });
  const cause = { workspaceId, dedupeKey: `channel.disabled ${channel.id} ${id}` };
  const data = { channel: { id: channel.id, kind: channel.kind, name: channel.name } };
  await raiseAlert(tx, channelDisabled.alert(cause, data, reason));
}
