import type { ActorKind, ControlEnd, Release, ReleaseKind } from "@/lib/core/generated/prisma/client";

/** A person, key or the system, as shown. */
export type ActorView = {
  kind: ActorKind;
  id: string | null;
  name: string;
  /** Of a person, where views are made for somebody who may read members. */
  email?: string;
};

/** One move of the pointer, as API and pages show it. */
export type ReleaseView = {
  id: string;
  prompt: string;
  environment: string;
  kind: "promote" | "rollback" | "auto-rollback" | "experiment";
  fromVersion: number | null;
  toVersion: number;
  revision: number;
  actor: ActorView;
  reason: string;
  at: string;
  evidence?: unknown;
  /** Who ended its control before its time, where that is asked for; not there when nobody did. */
  controlEnd?: { at: string; by: string; reason: string };
};

const releaseKind = {
  promote: "promote",
  rollback: "rollback",
  auto_rollback: "auto-rollback",
  experiment: "experiment",
} as const satisfies Record<ReleaseKind, ReleaseView["kind"]>;

/** A release row in the API's words. */
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
