import type { Actor } from "@/lib/auth/actor";
import { authorize, can } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import { startOfHour } from "../people-times";
import { isOfPeople, type UsageDimension } from "../usage";
import { groupBySums, groupSteps, sumOf, unpricedOf } from "../usage-groups";
import type { UsageStep } from "../usage-steps";
import type { UsageGroup, UsageView } from "../usage-views";
import { sketchError } from "../user-sketch";
import { findCounted, sumPeople } from "./usage-people";
import { readSteps, readSums, readTimes, type UsagePlace } from "./usage-sums";
import { countUsers } from "./usage-users";

export type UsageFilter = {
  from: string;
  to: string;
  by: UsageDimension;
  environment?: string | undefined;
  step?: UsageStep | undefined;
};

/**
 * Returns all environments that the actor may read, or the named one. Throws 403 without access, because zeros would be
 * wrong.
 */
async function placeOf(actor: Actor, { from, to, by, environment }: UsageFilter): Promise<UsagePlace> {
  const needed = isOfPeople(by) ? "interaction:read" : "prompt:read";
  authorize(actor, needed);
  const { workspaceId } = actor;
  const all = await prisma().environment.findMany({
    where: { workspaceId, ...(environment && environmentCalled(environment)) },
    select: { id: true, name: true, isProtected: true },
  });
  const [named] = environment ? all : [];
  if (environment && !named) throw notFound(`The environment ${environment}`);
  if (named) authorize(actor, needed, named);
  const environmentIds = all.filter((one) => can(actor, needed, one)).map(({ id }) => id);
  return { workspaceId, environmentIds, from: startOfHour(new Date(from)), to: new Date(to) };
}

/**
 * Returns the usage in a time range and in the preceding range of the same length. It reads sums, so the cost does not
 * depend on the number of requests.
 */
export async function getUsage(actor: Actor, filter: UsageFilter): Promise<UsageView> {
  const { from, to, by, step } = filter;
  const place = await placeOf(actor, filter);
  const stepsBy = isOfPeople(by) ? "prompt" : by;
  const counted = findCounted(place);
  const [rows, steps, times, users, ofPeople] = await Promise.all([
    readSums(place, by),
    step ? readSteps(place, stepsBy, step) : [],
    readTimes(place, by),
    counted.then((at) => countUsers(place, at, { by: isOfPeople(by) ? null : by, step })),
    isOfPeople(by) ? counted.then((at) => sumPeople({ ...place, by }, at)) : null,
  ]);
  const sumsOf = (isNow: boolean) => rows.filter((row) => row.isNow === isNow);
  const [now, before] = [sumsOf(true), sumsOf(false)];
  const groups = isOfPeople(by)
    ? (ofPeople?.groups ?? []).map(
        (group): UsageGroup => ({ ...group, users: null, before: null, p50: null, p95: null }),
      )
    : groupBySums(by, { now, before, times, users: users.groups });
  return {
    from,
    to,
    now: sumOf(now),
    before: sumOf(before),
    unpriced: unpricedOf(now),
    groups: groups.toSorted((a, b) => b.costUsd - a.costUsd || b.interactions - a.interactions),
    users: { from: users.from.toISOString(), count: users.total, standardError: sketchError },
    people: ofPeople?.people ?? null,
    step: step ?? null,
    steps: groupSteps(stepsBy, steps, isOfPeople(by) ? null : { from: users.stepsFrom, rows: users.steps }),
  };
}
