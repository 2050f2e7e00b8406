"use client";

import { Play, Square } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useEdit } from "./edit-context";

/** Starts a run of the draft, or stops the active run. */
export function RunButton() {
  const { running, setup } = useEdit();
  if (!setup.canRun) return null;
  if (running.state.status === "running")
    return (
      <Button icon={<Square />} keys={["mod", "⏎"]} onClick={running.stop}>
        <span className="max-md:sr-only">Stop</span>
      </Button>
    );
  return (
    <Button icon={<Play />} keys={["mod", "⏎"]} onClick={() => running.start()}>
      <span className="max-md:sr-only">Run</span>
    </Button>
  );
}
