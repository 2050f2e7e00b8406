"use client";

import { Archive, ArchiveRestore, Download, FolderInput, Tag } from "lucide-react";
import type { ReactElement } from "react";
import { Button } from "@/components/ui/button";
import { ChosenBar } from "@/components/ui/chosen-bar";

export type BulkAct = "archive" | "restore" | "tag" | "move";

export type BulkBarProps = {
  count: number;
  archived: boolean;
  onAsk: (act: BulkAct) => void;
  /** Where the chosen come as a file; null when there are too many. */
  exportHref: string | null;
  onClear: () => void;
};

/** What can be done with the chosen prompts. */
export function BulkBar({ count, archived, onAsk, exportHref, onClear }: BulkBarProps) {
  const act = (name: BulkAct, icon: ReactElement, words: string) => (
    <Button variant="quiet" icon={icon} onClick={() => onAsk(name)} className="text-fg max-md:px-2.5">
      {words}
    </Button>
  );
  return (
    <ChosenBar label="Chosen prompts" count={count} onClear={onClear}>
      {archived ? (
        act("restore", <ArchiveRestore />, "Restore")
      ) : (
        <>
          {act("archive", <Archive />, "Archive")}
          {act("tag", <Tag />, "Tags")}
        </>
      )}
      {act("move", <FolderInput />, "Move")}
      {archived || !exportHref ? null : (
        <Button
          variant="quiet"
          icon={<Download />}
          onClick={() => location.assign(exportHref)}
          className="text-fg max-md:hidden"
        >
          Export
        </Button>
      )}
    </ChosenBar>
  );
}
