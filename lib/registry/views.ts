import { z } from "zod";
import { actorView } from "@/lib/auth/actor-view";
import type { ControlEnd, Release, ReleaseKind } from "@/lib/core/generated/prisma/client";
import { count, time } from "@/lib/core/view-fields";

/** The model that answers, with its parameters. */
export const modelView = z.strictObject({
  provider: z.string(),
  name: z.string(),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

/** A release, as the API and pages show it. */
export const releaseView = z
  .strictObject({
    id: z.string(),
    prompt: z.string(),
    environment: z.string(),
    kind: z.enum(["promote", "rollback", "auto-rollback", "experiment"]),
    fromVersion: count.nullable(),
    toVersion: count,
    revision: count,
    actor: actorView,
    reason: z.string(),
    at: time,
    evidence: z.unknown().optional(),
    controlEnd: z
      .strictObject({ at: time, by: z.string(), reason: z.string() })
      .optional()
      .meta({ description: "Who ended the release's holdback early. Only in lists." }),
  })
  .meta({ id: "Release" });
export type ReleaseView = z.output<typeof releaseView>;

const releaseKind = {
  promote: "promote",
  rollback: "rollback",
  auto_rollback: "auto-rollback",
  experiment: "experiment",
} as const satisfies Record<ReleaseKind, ReleaseView["kind"]>;

/** The view of a release row. */
export function toReleaseView(
  row: Release & { controlEnd?: ControlEnd | null },
  environment: string,
  prompt: string,
): ReleaseView {
  const { controlEnd } = row;
  return {
    id: row.id,
    prompt,
    environment,
    kind: releaseKind[row.kind],
    fromVersion: row.fromVersion,
    toVersion: row.toVersion,
    revision: row.revision,
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    reason: row.reason,
    at: row.at.toISOString(),
    ...(row.evidence !== null && { evidence: row.evidence }),
    ...(controlEnd && {
      controlEnd: { at: controlEnd.at.toISOString(), by: controlEnd.endedByName, reason: controlEnd.reason },
    }),
  };
}
