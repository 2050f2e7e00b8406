import type { ReleaseKind } from "@/lib/core/generated/prisma/enums";

/** A move of a deployment, as the commands that check it need it. */
export type GatedMove = {
  prompt: { id: string; name: string };
  environment: { id: string };
  to: { number: number };
  kind: ReleaseKind;
  reason: string;
  override?: boolean | undefined;
};

/** A move with the facts that the gate needs. */
export type Passing = GatedMove & {
  workspaceId: string;
  /** Whether this version was ever live in this environment. */
  wasLive: boolean;
  liveRevision: number;
};
