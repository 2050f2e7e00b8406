import type { Actor, SystemActor, UserActor } from "@/lib/auth/actor";
import type { LetterPart } from "@/lib/auth/mail/letters";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { listWaitingExperiments } from "@/lib/experiments/queries/experiments";
import { listGotWorse } from "@/lib/guards/queries/got-worse";
import { listOpenRequests, listWaiting } from "@/lib/registry/queries/inbox";
import { getUsage } from "@/lib/requests/queries/usage";
import { type DigestFacts, digestParts } from "../parts";
import { type DigestWeek, lastWeek } from "../week";

const shown = 5;

/** Reads the data of a person's digest for a week. */
export async function readFacts(actor: UserActor, week: DigestWeek): Promise<DigestFacts> {
  const [facts, waiting] = await Promise.all([readCommon(actor, week), listWaiting(actor, shown)]);
  return { ...facts, waiting };
}

/** Reads the data of a workspace's digest for a week, which its channels get. */
export async function readTeamFacts(workspaceId: string, week: DigestWeek): Promise<DigestFacts> {
  const actor: SystemActor = { kind: "system", workspaceId, name: "Understudy" };
  const [facts, waiting] = await Promise.all([readCommon(actor, week), listOpenRequests(actor, shown)]);
  return { ...facts, waiting };
}

async function readCommon(actor: Actor, { from, to }: DigestWeek): Promise<Omit<DigestFacts, "waiting">> {
  const [worse, verdicts, usage] = await Promise.all([
    listGotWorse(actor, shown),
    listWaitingExperiments(actor),
    getUsage(actor, { from: from.toISOString(), to: to.toISOString(), by: "prompt" }),
  ]);
  const [most = null] = usage.groups.toSorted((a, b) => b.costUsd - a.costUsd);
  const { now, before } = usage;
  return { worse, verdicts, spend: { costUsd: now.costUsd, before: before.costUsd, answers: now.interactions, most } };
}

/** Returns the person's digest of the last full week, whether or not it is sent. */
export async function previewDigest(actor: UserActor): Promise<{ week: string; parts: LetterPart[] }> {
  const { timeZone } = await prisma().user.findUniqueOrThrow({
    where: { id: actor.userId },
    select: { timeZone: true },
  });
  const week = lastWeek(databaseNow(), timeZone ?? "UTC");
  return { week: week.words, parts: digestParts(await readFacts(actor, week), "person") };
}
