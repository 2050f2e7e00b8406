import { z } from "zod";
import { prisma } from "@/lib/core/db";
import { Prisma, type Release } from "@/lib/core/generated/prisma/client";
import { type PromptEnvironment, promptEnvironmentKey } from "@/lib/core/prompt-environment";
import { count, time } from "@/lib/core/view-fields";
import { holdbackEndedAt, holdbackInEvidence } from "../holdback";

/** An active holdback: a share of users keeps `version`, the previous one, until `until`. */
export const liveHoldbackView = z.strictObject({ version: count, share: z.number(), until: time });
export type LiveHoldback = z.output<typeof liveHoldbackView>;

/** The holdbacks that are active now, by `promptId environmentId`. */
export async function readLiveHoldbacks(
  workspaceId: string,
  promptIds: readonly string[],
): Promise<Map<string, LiveHoldback>> {
  if (promptIds.length === 0) return new Map();
  const rows = await prisma().$queryRaw<
    (PromptEnvironment & { version: number; share: number; until: Date })[]
  >`select d.prompt_id as "promptId", d.environment_id as "environmentId", v.number as version,
      d.control_share as share, d.control_until as until
    from deployments d join versions v on v.id = d.control_version_id and v.workspace_id = d.workspace_id
    where d.workspace_id = ${workspaceId}::uuid and d.control_until > clock_timestamp()
      and d.prompt_id in (${Prisma.join(promptIds.map((id) => Prisma.sql`${id}::uuid`))})`;
  return new Map(
    rows.map(({ version, share, until, ...place }) => [
      promptEnvironmentKey(place),
      { version, share, until: until.toISOString() },
    ]),
  );
}

/**
 * The holdback of a release and when it ended or will end. `endedBy` is null if it ended by time or by the next
 * release.
 */
export const holdbackView = liveHoldbackView.extend({ endedAt: time, endedBy: z.string().nullable() });
export type HoldbackView = z.output<typeof holdbackView>;

/** Returns the holdback that a release started; null if it started none. `next` is the release after it. */
export async function readHoldback(
  release: Pick<Release, "id" | "workspaceId" | "evidence">,
  next: Pick<Release, "at"> | null,
): Promise<(HoldbackView & { seed: string }) | null> {
  const control = holdbackInEvidence(release.evidence);
  if (!control) return null;
  const end = await prisma().controlEnd.findFirst({
    where: { releaseId: release.id, workspaceId: release.workspaceId },
    select: { at: true, endedByName: true },
  });
  const endedAt = holdbackEndedAt(control, { endedAt: end?.at ?? null, replacedAt: next?.at ?? null });
  return { ...control, endedAt: endedAt.toISOString(), endedBy: end?.endedByName ?? null };
}
