"use client";

import { GitBranchPlus } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useMemo, useState } from "react";
import { PageCommands } from "@/components/layout/shell-context";
import type { CommandGroup } from "@/components/layout/types";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import type { NewCopyProps } from "./new-copy-dialog";

const NewCopyDialog = lateDialog(() => import("./new-copy-dialog").then((module) => module.NewCopyDialog));

/** The button that creates a draft copy. `?new=18` in the address opens its dialog with that version. */
export function NewCopy({ variant, refusal, ...props }: NewCopyProps) {
  const requested = useSearchParams().get("new");
  const [isOpen, setOpen] = useState(requested !== null && refusal === null);
  const commands = useMemo<CommandGroup[]>(
    () => [
      {
        heading: "Draft copies",
        items: [
          {
            id: "new draft copy",
            label: "New draft copy",
            icon: <GitBranchPlus />,
            keywords: ["branch", "fork"],
            onSelect: () => setOpen(true),
          },
        ],
      },
    ],
    [],
  );
  return (
    <>
      {refusal === null ? <PageCommands groups={commands} /> : null}
      <Button variant={variant} icon={<GitBranchPlus />} off={refusal} onClick={() => setOpen(true)}>
        New draft copy
      </Button>
      {isOpen ? <NewCopyDialog {...props} requestedVersion={Number(requested)} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
