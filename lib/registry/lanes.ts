import type { LaneGates } from "./gate/queries/lane-gates";
import { type VersionStatus, versionStatus } from "./lifecycle";
import type { EnvironmentView } from "./queries/environments";
import type { LiveHoldback } from "./queries/holdbacks";
import type { ReviewStatus } from "./reviews-state";

/** The live version of an environment, as its lane shows it. */
export type LaneLive = {
  version: number;
  status: VersionStatus;
  /** Incremented by every move. It is sent back to detect a concurrent move. */
  revision: number;
  since: string;
  message: string;
  /** Who made it live. */
  by: string;
  /** The holdback on the previous version. Null if there is none. */
  control: LiveHoldback | null;
};

/** An experiment as a lane shows it: "v8 90 %, v9 10 %". */
export type LaneExperiment = { id: string; name: string; shares: string };

export type LaneData = Pick<EnvironmentView, "id" | "name" | "stage" | "isProtected" | "requiredApprovals"> & {
  title: string;
  /** Null if no version is live there. */
  live: LaneLive | null;
  /** The running experiment. While one runs, users get several versions and promotions are blocked. */
  experiment: LaneExperiment | null;
  /** Why the viewer cannot move a version there. Null if they can. */
  refusal: string | null;
  /** The open change requests for this environment. */
  requests: readonly { number: number; version: number; status: ReviewStatus }[];
  /** Whether the viewer may request a review, and whether they may override missing approvals. */
  canAsk: boolean;
  canOverride: boolean;
  /** The gate results of versions. Null if there is no gate. */
  gates: LaneGates | null;
  /** Versions that were rolled back automatically there. Only a person can promote them again. */
  locked: readonly number[];
};

/** How the viewer can get a version into an environment. */
export type WayIn =
  | { kind: "promote" }
  | { kind: "ask" }
  /** A change request for it is already open. */
  | { kind: "open"; number: number }
  | { kind: "none"; reason: string };

/** Returns how a version can get into a lane: directly, through a new review, or through an open one. Pure. */
export function wayIn(lane: LaneData, version: number): WayIn {
  if (lane.live?.version === version) return { kind: "none", reason: `${lane.title} already has v${version}.` };
  if (lane.experiment)
    return {
      kind: "none",
      reason: `The experiment "${lane.experiment.name}" runs in ${lane.title}. Stop or conclude it first.`,
    };
  const request = lane.requests.find((one) => one.version === version);
  const isApproved = lane.requiredApprovals === 0 || request?.status === "approved";
  if (lane.refusal === null && isApproved) return { kind: "promote" };
  if (request) return { kind: "open", number: request.number };
  if (lane.canAsk) return { kind: "ask" };
  return { kind: "none", reason: lane.refusal ?? `${lane.title} requires approvals. Ask an editor for a review.` };
}

/** Why the left lane's version cannot be moved right now. Null if it can. */
export function laneRefusal(left: LaneData, right: LaneData): string | null {
  if (!left.live) return null;
  const way = wayIn(right, left.live.version);
  return way.kind === "none" ? way.reason : null;
}

/** Shows moved versions in their lanes until the page is refreshed. */
export function withMoves(lanes: readonly LaneData[], moved: ReadonlyMap<string, LaneLive>): LaneData[] {
  return lanes.map((lane) => {
    const move = moved.get(lane.name);
    return move && move.revision > (lane.live?.revision ?? 0) ? { ...lane, live: move } : lane;
  });
}

/** Removes ended holdbacks from the lanes until the page is refreshed. `ended` maps environments to revisions. */
export function withEndedHoldbacks(lanes: readonly LaneData[], ended: ReadonlyMap<string, number>): LaneData[] {
  return lanes.map((lane) =>
    lane.live?.control && lane.live.revision === ended.get(lane.name)
      ? { ...lane, live: { ...lane.live, control: null } }
      : lane,
  );
}

/** The status of a version, derived from the current lanes. `saved` is its status when it was read. */
export function statusNow(lanes: readonly LaneData[], version: number, saved: VersionStatus): VersionStatus {
  const liveStages = lanes.filter(({ live }) => live?.version === version).map(({ stage }) => stage);
  return versionStatus({ liveStages, wasReleased: saved !== "draft" });
}

/**
 * Returns the status to draw for a version that is live in an environment. Outside production it is undefined if the
 * version is also live in production.
 */
export function chipStatus(
  environment: Pick<EnvironmentView, "stage">,
  { status }: { status: VersionStatus },
): VersionStatus | undefined {
  if (environment.stage === "production") return "production";
  return status === "production" ? undefined : status;
}
