import { z } from "zod";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import type { AlertSeverity } from "@/lib/core/generated/prisma/enums";

/** What may be told. Names are kept for ever: they stand in webhooks. */
export const alertKinds = {
  "guard.worse": "A version is worse",
  "guard.rolled_back": "Rolled back by itself",
  "guard.stuck": "Worse, and nothing good to go back to",
  "judge.budget": "Judging nears its budget",
  "judge.failing": "Judgements give no verdict",
  "judge.changed": "A new judge started",
  "experiment.complete": "An experiment reached its sample",
  "experiment.stopped": "An experiment was stopped",
  "record.broken": "A stored prompt cannot be read",
  "channel.disabled": "A channel was switched off",
} as const;
export type AlertKind = keyof typeof alertKinds;

export type NewAlert = {
  workspaceId: string;
  kind: AlertKind;
  severity: AlertSeverity;
  /** One line for people: "checkout/assistant went back to v11". */
  title: string;
  body?: string;
  /** Where it leads, within the workspace: "quality/checkout/assistant?environment=production". */
  path?: string;
  promptId?: string | null;
  environmentId?: string | null;
  /** For machines: goes into webhooks as it is. */
  data?: Prisma.InputJsonObject;
  /** Names the cause: the same key again is the same alert, and is not told again. */
  dedupeKey: string;
};

/** Its kinds as a list, for schemas. */
export const alertKindNames = Object.keys(alertKinds) as [AlertKind, ...AlertKind[]];

/** Which alerts a person has seen: some of them, or all there are. */
export const markAlertsInput = z
  .strictObject({
    ids: z.array(z.uuid()).min(1, "Name at least one alert.").max(200, "At most 200 alerts at once.").optional(),
    all: z.literal(true).optional(),
  })
  .refine(({ ids, all }) => (ids === undefined) !== (all === undefined), "Send either ids or all.");
export type MarkAlertsInput = z.input<typeof markAlertsInput>;
