import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { addEmails } from "@/lib/auth/queries/add-emails";
import { byTime, decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { AppError, notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { olderThan } from "@/lib/core/time-order";
import { count, time } from "@/lib/core/view-fields";
import type { LookUpInput } from "../schema";
import { type ReleaseView, releaseView, toReleaseView } from "../views";
import { calledBy, findPromptOrThrow } from "./find-prompt";
import { type HoldbackView, holdbackView, readHoldback } from "./holdbacks";

const include = {
  environment: { select: { name: true } },
  prompt: { select: { name: true } },
  controlEnd: true,
} as const satisfies Prisma.ReleaseInclude;

/** Releases, newest first, of one prompt, one environment, or the whole workspace. */
export async function listReleases(
  actor: Actor,
  { name, environment, limit, cursor }: PageRequest & { name?: string | undefined; environment?: string | undefined },
): Promise<Page<ReleaseView>> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const [promptId, environmentId] = await Promise.all([
    name === undefined ? undefined : findPromptOrThrow(workspaceId, name).then(({ id }) => id),
    idOfEnvironment(workspaceId, environment),
  ]);
  const where: Prisma.ReleaseWhereInput = {
    workspaceId,
    ...(promptId && { promptId }),
    ...(environmentId && { environmentId }),
  };
  const after = decodeCursor(cursor, timeKey);
  if (after) where.OR = olderThan("at", after);
  const rows = await prisma().release.findMany({
    where,
    include,
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = toPage(rows, limit, byTime, (row) => toReleaseView(row, row.environment.name, row.prompt.name));
  await addEmails(
    actor,
    page.items.map((release) => release.actor),
  );
  return page;
}

async function idOfEnvironment(workspaceId: string, name: string | undefined): Promise<string | undefined> {
  if (name === undefined) return undefined;
  const row = await prisma().environment.findFirst({
    where: { workspaceId, ...environmentCalled(name) },
    select: { id: true },
  });
  if (!row) throw notFound(`The environment ${name}`);
  return row.id;
}

/**
 * The version that was live at a given time (null for none), and the release that ended it (null while it is live).
 * `control` is set if a holdback was active for it.
 */
export const lookUpView = z.strictObject({
  prompt: z.string(),
  environment: z.string(),
  at: time,
  version: count.nullable(),
  versionId: z.string().nullable(),
  contentHash: z.string().nullable(),
  release: releaseView.nullable(),
  replacedBy: releaseView.nullable(),
  control: holdbackView.nullable().meta({
    description:
      "The holdback at that time: the share of users who kept the previous version, until `endedAt`; null if there was none.",
  }),
});
export type LookUpResult = z.output<typeof lookUpView>;

/** Returns which version of a prompt was live in an environment at a given time, and its release. */
export async function lookUp(
  actor: Actor,
  { prompt: requestedName, environment, at }: LookUpInput,
): Promise<LookUpResult> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const instant = new Date(at);
  if (instant.getTime() > databaseNow().getTime() + 60_000)
    throw new AppError("timestamp_out_of_range", "This time is in the future.", {
      errors: [{ pointer: "/at", code: "timestamp_out_of_range", message: "Choose a moment in the past." }],
    });
  const [{ id: promptId, name: prompt }, environmentId] = await Promise.all([
    findPromptOrThrow(workspaceId, requestedName),
    idOfEnvironment(workspaceId, environment),
  ]);
  const where = { workspaceId, promptId, environmentId } as Prisma.ReleaseWhereInput;
  const [release, next] = await Promise.all([
    prisma().release.findFirst({ where: { ...where, at: { lte: instant } }, include, orderBy: { revision: "desc" } }),
    prisma().release.findFirst({ where: { ...where, at: { gt: instant } }, include, orderBy: { revision: "asc" } }),
  ]);
  const version = release
    ? await prisma().version.findFirst({
        where: { workspaceId, promptId: release.promptId, number: release.toVersion },
        select: { id: true, contentHash: true },
      })
    : null;
  const holdback = release && (await readHoldback(release, next));
  return {
    prompt,
    environment,
    at: instant.toISOString(),
    version: release?.toVersion ?? null,
    versionId: version?.id ?? null,
    contentHash: version?.contentHash ?? null,
    release: release && toReleaseView(release, environment, prompt),
    replacedBy: release && next ? toReleaseView(next, environment, prompt) : null,
    control: holdback && withoutSeed(holdback),
  };
}

const withoutSeed = ({ version, share, until, endedAt, endedBy }: HoldbackView): HoldbackView => ({
  version,
  share,
  until,
  endedAt,
  endedBy,
});

/**
 * The holdback that was active at a given time, with the seed that selects its users; null if there was none. For rooms
 * that depend on this one.
 */
export async function findHoldbackAt(
  workspaceId: string,
  { prompt, environment, at }: { prompt: string; environment: string; at: Date },
): Promise<(HoldbackView & { seed: string }) | null> {
  const where = { workspaceId, prompt: calledBy(prompt), environment: environmentCalled(environment) };
  const [release, next] = await Promise.all([
    prisma().release.findFirst({ where: { ...where, at: { lte: at } }, orderBy: { revision: "desc" } }),
    prisma().release.findFirst({ where: { ...where, at: { gt: at } }, orderBy: { revision: "asc" } }),
  ]);
  const control = release && (await readHoldback(release, next));
  return control && at < new Date(control.endedAt) ? control : null;
}
