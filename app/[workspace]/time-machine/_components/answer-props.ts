import type { RecordedLookUp } from "@/lib/experiments/queries/look-up-recorded";
import type { UserAssignment } from "@/lib/experiments/queries/user-assignment";
import type { Trial, Window } from "@/lib/experiments/time-machine";
import type { Stage } from "@/lib/registry/lifecycle";
import type { VersionDetail } from "@/lib/registry/queries/versions";
import type { ReleaseView } from "@/lib/registry/views";
import type { InteractionView } from "@/lib/telemetry/interaction-row";

/** A user at the instant. `interactions` is null if the viewer may not read them. */
export type UserAnswer = {
  id: string;
  assignment: UserAssignment | null;
  interactions: readonly InteractionView[] | null;
};

/** The result of a query, passed to every part of the answer. */
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
  /** If a user was asked for: their assignment in an experiment, and their interactions around the instant. */
  user: UserAnswer | null;
  /** The version that is live there today. Null if none is. */
  liveNow: number | null;
};
