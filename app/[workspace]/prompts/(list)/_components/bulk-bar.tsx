"use client";

import { Archive, ArchiveRestore, Download, FolderInput, Tag, X } from "lucide-react";
import type { ReactElement } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";

export type AskedAct = "archive" | "restore" | "tag" | "move";

export type BulkBarProps = {
  count: number;
  archived: boolean;
  onAsk: (act: AskedAct) => void;
  /** Where the chosen come as a file; null when there are too many. */
  exportHref: string | null;
  onClear: () => void;
};

/** What can be done with the chosen prompts; floats at the foot of the list. */
export function BulkBar({ count, archived, onAsk, exportHref, onClear }: BulkBarProps) {
  const act = (name: AskedAct, icon: ReactElement, words: string) => (
    <Button variant="quiet" icon={icon} onClick={() => onAsk(name)} className="text-fg max-md:px-2.5">
      {words}
    </Button>
  );
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-5 z-20 flex justify-center px-3 max-md:bottom-[68px] md:left-[var(--rail)] lg:left-[var(--sidebar)]">
      <div
        role="toolbar"
        aria-label="Chosen prompts"
        className="enter-pop pointer-events-auto flex max-w-full items-center gap-0.5 rounded-lg bg-surface-raised p-1 text-13 shadow-popover"
      >
        <span role="status" className="whitespace-nowrap px-3 font-medium tabular-nums max-md:px-2">
          {count} chosen
        </span>
        <span aria-hidden="true" className="h-5 w-px bg-line" />
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
        <IconButton label="Choose none" keys={["Esc"]} icon={<X />} onClick={onClear} />
      </div>
    </div>
  );
}
