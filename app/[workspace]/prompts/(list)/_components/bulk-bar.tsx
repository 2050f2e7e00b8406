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
  /** The download address of the chosen prompts. Null if there are too many for an address. */
  exportHref: string | null;
  onClear: () => void;
};

/** The toolbar with the actions on the chosen prompts. */
export function BulkBar({ count, archived, onAsk, exportHref, onClear }: BulkBarProps) {
  const act = (name: BulkAct, icon: ReactElement, words: string) => (
    <Button variant="quiet" icon={icon} onClick={() => onAsk(name)} className="text-fg max-md:px-2.5">
      {words}
    </Button>
  );
  return (
    <ChosenBar label="Selected prompts" count={count} onClear={onClear}>
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
