import type { Stage } from "@/lib/registry/lifecycle";
import type { LookUpResult } from "@/lib/registry/queries/releases";
import type { VersionDetail } from "@/lib/registry/queries/versions";
import type { ReleaseView } from "@/lib/registry/views";
import type { Window } from "./timeline";

/** What was found for a question, for every part of the answer. */
export type AnswerProps = {
  workspace: string;
  stage: Stage;
  at: number;
  now: number;
  found: LookUpResult;
  window: Window;
  releases: readonly ReleaseView[];
  version: VersionDetail | null;
  /** What is live there today; null when nothing is. */
  liveNow: number | null;
};
