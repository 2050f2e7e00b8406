"use client";

import { useRouter } from "next/navigation";
import { type ActionOutcome, useAction } from "@/components/ui/use-action";
import type { LaneData } from "@/lib/registry/lanes";
import type { Move } from "./use-moves";

export type MoveDialogProps = {
  name: string;
  lane: LaneData;
  move: (move: Move, lane: LaneData, revision: number, message: string) => Promise<ActionOutcome<null>>;
  onClose: () => void;
};

/** Makes a move from its dialog. After a refusal the dialog stays open and its data is reloaded. */
export function useMoveAction({ lane, move, onClose }: MoveDialogProps, reload: () => Promise<void>) {
  const router = useRouter();
  return useAction({
    run: async (act: Move, revision: number, message: string) => {
      const outcome = await move(act, lane, revision, message);
      if (!outcome.ok) {
        await reload();
        router.refresh();
      }
      return outcome;
    },
    onDone: onClose,
  });
}
