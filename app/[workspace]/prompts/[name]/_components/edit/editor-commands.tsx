"use client";

import { Play, Save } from "lucide-react";
import { useMemo } from "react";
import { PageCommands } from "@/components/layout/shell-context";
import type { CommandItem } from "@/components/layout/types";
import { useLatest } from "@/components/ui/use-latest";

type Props = {
  /** Null if the person may not save, or cannot at the moment. */
  onSave: (() => void) | null;
  onRun: (() => void) | null;
};

/** The palette's commands in the editor. */
export function EditorCommands(acts: Props) {
  const latest = useLatest(acts);
  const [canSave, canRun] = [acts.onSave !== null, acts.onRun !== null];
  const groups = useMemo(() => {
    const save: CommandItem = {
      id: "save version",
      label: "Save as a version…",
      icon: <Save />,
      keys: ["mod", "S"],
      onSelect: () => latest.current.onSave?.(),
    };
    const run: CommandItem = {
      id: "run draft",
      label: "Run what is written",
      icon: <Play />,
      keys: ["mod", "⏎"],
      keywords: ["try", "test"],
      onSelect: () => latest.current.onRun?.(),
    };
    return [{ heading: "Editor", items: [...(canSave ? [save] : []), ...(canRun ? [run] : [])] }];
  }, [canSave, canRun, latest]);
  return <PageCommands groups={groups} />;
}
