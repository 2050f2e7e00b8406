"use client";

import { useRouter } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { withProof } from "@/components/ui/proof";
import { toast } from "@/components/ui/toast";
import type { ActionOutcome } from "@/components/ui/use-action";
import type { MoveResult } from "@/lib/registry/commands/move-deployment";
import { holdbackInEvidence, holdbackShares } from "@/lib/registry/holdback";
import { type LaneData, type LaneLive, withEndedHoldbacks, withMoves } from "@/lib/registry/lanes";
import { statusInStage } from "@/lib/registry/lifecycle";
import { promote, rollBack } from "../../actions/release";

export type Move = {
  kind: "promote" | "rollback";
  environment: string;
  version: number;
  reason: string;
  /** Overrides missing approvals or a closed gate. */
  override?: boolean;
  /** Whether the move only reverts the last one. */
  undo?: boolean;
};

/** Returns the seconds since `start` with two significant digits: "0.18 s". */
function secondsSince(start: number): string {
  return `${Number(((performance.now() - start) / 1000).toPrecision(2))}\u00a0s`;
}

function liveAfter({ deployment, release }: MoveResult, { stage }: LaneData, message: string): LaneLive {
  const { version, revision } = deployment;
  const control = holdbackInEvidence(release.evidence);
  return {
    version,
    status: statusInStage(stage),
    revision,
    since: release.at,
    message,
    by: release.actor.name,
    control,
  };
}

/**
 * Moves versions between lanes. Sends the expected revision, shows the move when the server has confirmed it, offers an
 * undo, and refreshes the page.
 */
export function useMoves(name: string, loaded: readonly LaneData[]) {
  const workspace = useWorkspace();
  const router = useRouter();
  const [moved, setMoved] = useState<ReadonlyMap<string, LaneLive>>(new Map());
  const [ended, setEnded] = useState<ReadonlyMap<string, number>>(new Map());
  const lanes = useMemo(() => withEndedHoldbacks(withMoves(loaded, moved), ended), [loaded, moved, ended]);

  /** Marks the holdback of this revision as ended. */
  const noteEnded = useCallback((environment: string, revision: number) => {
    setEnded((before) => new Map(before).set(environment, revision));
  }, []);

  const send = useCallback(
    async (move: Move, lane: LaneData, revision: number, message: string) => {
      const { kind, environment, version, reason, override, undo } = move;
      const how = { reason, expectedRevision: revision, ...(undo && { undo }) };
      const input = { workspace, name, environment, version, ...how };
      const result = await (kind === "promote"
        ? promote({ ...input, ...(override && { override }) })
        : rollBack(input));
      if (result.ok) {
        const live = liveAfter(result.data, lane, message);
        setMoved((before) => new Map(before).set(environment, live));
        router.refresh();
      }
      return result;
    },
    [workspace, name, router],
  );

  const move = useCallback(
    async (act: Move, lane: LaneData, revision: number, message: string): Promise<ActionOutcome<null>> => {
      const start = performance.now();
      const before = lane.live;
      const result = await send(act, lane, revision, message);
      if (!result.ok) return result;
      const place = lane.stage === "production" ? `live in ${lane.name}` : `in ${lane.name}`;
      const { deployment, release } = result.data;
      const undo = async () => {
        if (release.fromVersion === null) return;
        // If approvals or a gate are required, a former version can only return by a rollback.
        const isGuarded = lane.requiredApprovals > 0 || lane.gates !== null;
        const kind = act.kind === "promote" || isGuarded ? "rollback" : "promote";
        const back: Move = {
          kind,
          environment: act.environment,
          version: release.fromVersion,
          reason: "Undo",
          undo: true,
        };
        const undone = await withProof(() => send(back, lane, deployment.revision, before?.message ?? ""));
        if (undone.ok) toast({ title: `v${release.fromVersion} is ${place} again.` });
        else {
          toast({ title: "It was not undone.", detail: undone.error.message, tone: "failed" });
          router.refresh();
        }
      };
      const control = holdbackInEvidence(release.evidence);
      const forWhom = control ? ` for ${holdbackShares(control).released} of people` : "";
      toast({
        title: `v${deployment.version} is ${place}${forWhom}.`,
        detail: `${name} answers with it here, ${secondsSince(start)} after your click.`,
        ...(release.fromVersion !== null && { undo }),
      });
      return { ok: true, data: null };
    },
    [send, name, router],
  );

  return { lanes, move, noteEnded };
}
