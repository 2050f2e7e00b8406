import type { RecordedLookUp } from "@/lib/experiments/queries/look-up-recorded";
import type { UserAssignment } from "@/lib/experiments/queries/user-assignment";
import type { Stage } from "@/lib/registry/lifecycle";
import type { VersionDetail } from "@/lib/registry/queries/versions";
import type { ReleaseView } from "@/lib/registry/views";
import type { InteractionView } from "@/lib/telemetry/interaction-row";
import type { Trial, Window } from "./timeline";

/** A user at the instant. `interactions` is null for who may not read them. */
export type UserAnswer = {
  id: string;
  assignment: UserAssignment | null;
  interactions: readonly InteractionView[] | null;
};

/** What was found for a question, for every part of the answer. */
export type AnswerProps = {
  workspace: string;
  stage: Stage;
  at: number;
  now: number;
  found: RecordedLookUp;
  window: Window;
  releases: readonly ReleaseView[];
  /** Experiments and holdbacks around the instant. */
  trials: readonly Trial[];
  version: VersionDetail | null;
  /** With a user asked for: what an experiment gave them, and what they did around it. */
  user: UserAnswer | null;
  /** What is live there today; null when nothing is. */
  liveNow: number | null;
};
