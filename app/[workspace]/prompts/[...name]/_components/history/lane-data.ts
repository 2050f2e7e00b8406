import type { Status } from "@/components/ui/status";
import type { EnvironmentView } from "@/lib/registry/queries/environments";

/** What is live in an environment, as its lane shows it. */
export type LaneLive = {
  version: number;
  status: Status;
  /** Raised by every move; sent back so that nobody overwrites another's move unseen. */
  revision: number;
  since: string;
  message: string;
  /** Who made it live. */
  by: string;
};

export type LaneData = Pick<EnvironmentView, "id" | "name" | "stage" | "isProtected"> & {
  title: string;
  /** Null: nothing is live there. */
  live: LaneLive | null;
  /** Why nothing can be moved there by the person who looks; null when it can. */
  refusal: string | null;
};

/** Why the left lane's version cannot go right now; null when it can. */
export function gateRefusal(left: LaneData, right: LaneData): string | null {
  if (left.live && left.live.version === right.live?.version)
    return `${right.title} has v${left.live.version} already.`;
  return right.refusal;
}

/** Moves a version into a lane before the server's next page says so. */
export function withMoves(lanes: readonly LaneData[], moved: ReadonlyMap<string, LaneLive>): LaneData[] {
  return lanes.map((lane) => {
    const move = moved.get(lane.name);
    return move && move.revision > (lane.live?.revision ?? 0) ? { ...lane, live: move } : lane;
  });
}

/** The status of a version by where it is live now; `saved` is what it was when it was read. */
export function statusNow(lanes: readonly LaneData[], version: number, saved: Status): Status {
  const stages = lanes.filter(({ live }) => live?.version === version).map(({ stage }) => stage);
  if (stages.includes("production")) return "production";
  if (stages.includes("testing")) return "testing";
  return saved === "draft" ? "draft" : "archived";
}
