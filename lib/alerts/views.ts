import type { AlertChannel } from "@/lib/core/generated/prisma/client";
import type { AlertChannelKind, AlertSeverity, DeliveryStatus } from "@/lib/core/generated/prisma/enums";
import type { AlertKind } from "./schema";

/** What everybody sees of a channel. */
export type ChannelName = { id: string; kind: AlertChannelKind; name: string; isEnabled: boolean };

/** A channel as it is shown to those who manage it: never its address or secret. */
export type ChannelView = ChannelName & {
  /** The host, or the e-mail addresses. */
  targetHint: string;
  minimum: AlertSeverity;
  /** Why it was switched off automatically; empty otherwise. */
  disabledReason: string;
  /** Deliveries given up one after another. */
  failures: number;
  failingSince: string | null;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
};

/** One alert on one channel. */
export type DeliveryView = {
  id: string;
  /** Null: a test. */
  alert: { id: string; kind: AlertKind; severity: AlertSeverity; title: string } | null;
  status: DeliveryStatus;
  attempts: number;
  /** When it is tried again. */
  nextAttemptAt: string | null;
  lastAttemptAt: string | null;
  /** What the other side answered, of HTTP or SMTP. */
  lastStatus: number | null;
  lastError: string;
  durationMs: number | null;
  deliveredAt: string | null;
  createdAt: string;
  /** The delivery that it repeats. */
  replayOf: string | null;
};

/** The view of a row. */
export function toChannelView(row: AlertChannel): ChannelView {
  const { id, kind, name, isEnabled, targetHint, minimum, disabledReason, failures, failingSince } = row;
  return {
    id,
    kind,
    name,
    isEnabled,
    targetHint,
    minimum,
    disabledReason,
    failures,
    failingSince: failingSince?.toISOString() ?? null,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
