"use client";

import { Undo2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import type { LaneData } from "@/lib/registry/lanes";
import { useMoves } from "./use-moves";

const RollBackDialog = lateDialog(() => import("./roll-back-dialog").then((module) => module.RollBackDialog));

type Props = { name: string; lane: LaneData; to: number | null };

/** "Roll back" outside of the history. It opens the same dialog, with the same checks of permission and identity. */
export function RollBackHere({ name, lane: loadedLane, to }: Props) {
  const { lanes, move } = useMoves(name, [loadedLane]);
  const [isOpen, setOpen] = useState(false);
  const [lane = loadedLane] = lanes;
  const isBack = lane.live?.revision !== loadedLane.live?.revision;
  if (isBack && !isOpen) return null;
  return (
    <>
      <Button
        variant={lane.stage === "production" ? "live" : "primary"}
        size="lg"
        icon={<Undo2 />}
        off={lane.refusal ?? false}
        onClick={() => setOpen(true)}
      >
        {to === null ? "Roll back" : `Roll back to v${to}`}
      </Button>
      {isOpen ? <RollBackDialog name={name} lane={lane} move={move} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
