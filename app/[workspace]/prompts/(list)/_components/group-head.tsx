import { ChevronDown, Ellipsis } from "lucide-react";
import type { MouseEvent } from "react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, type MenuItem } from "@/components/ui/menu";

export type GroupHeadProps = {
  folder: string;
  count: number;
  columns: number;
  isFolded: boolean;
  onFold: (event: MouseEvent) => void;
  acts: readonly MenuItem[];
};

/** A folder's line in the list; ⌥ click folds all. */
export function GroupHead({ folder, count, columns, isFolded, onFold, acts }: GroupHeadProps) {
  return (
    <tr className="max-md:block">
      <th
        colSpan={columns}
        scope="rowgroup"
        className="h-[30px] max-md:block max-md:h-auto border-line border-b bg-surface-sunken"
      >
        <span className="flex items-center">
          <button
            type="button"
            aria-expanded={!isFolded}
            title="⌥ click folds all"
            onClick={onFold}
            className="flex h-[30px] w-full items-center gap-1.5 px-6 font-medium focus-visible:-outline-offset-2 max-md:h-10 max-md:px-4"
          >
            <ChevronDown
              aria-hidden="true"
              className={cn("size-3.5 text-fg-muted transition-transform", isFolded && "-rotate-90")}
            />
            {folder || "Without a folder"}
            <span className="font-normal text-fg-muted tabular-nums">{count}</span>
          </button>
          {acts.length > 0 ? (
            <Menu
              label={folder || "Without a folder"}
              items={acts}
              trigger={
                <IconButton
                  size="sm"
                  label={`More for ${folder || "those without a folder"}`}
                  icon={<Ellipsis />}
                  className="mr-4 max-md:mr-2"
                />
              }
            />
          ) : null}
        </span>
      </th>
    </tr>
  );
}
