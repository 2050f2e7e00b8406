import type { ReleaseKind } from "@/lib/core/generated/prisma/enums";

/** A move of a pointer, as the commands that ask about it see it. */
export type GatedMove = {
  prompt: { id: string; name: string };
  environment: { id: string };
  to: { number: number };
  kind: ReleaseKind;
  reason: string;
  override?: boolean | undefined;
};

/** The same in front of the gate. */
export type Passing = GatedMove & {
  workspaceId: string;
  /** Whether this version was ever live in this environment. */
  wasLive: boolean;
  liveRevision: number;
};
