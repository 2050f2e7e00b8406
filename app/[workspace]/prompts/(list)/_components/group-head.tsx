import type { MouseEvent } from "react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { MaskIcon } from "@/components/ui/mask-icon";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { useIsAlive } from "@/components/ui/use-is-alive";

export type GroupHeadProps = {
  folder: string;
  count: number;
  columns: number;
  isFolded: boolean;
  onFold: (event: MouseEvent) => void;
  acts: readonly MenuItem[];
};

/** The row of a folder in the list. A ⌥ click folds or unfolds all folders. */
export function GroupHead({ folder, count, columns, isFolded, onFold, acts }: GroupHeadProps) {
  const isAlive = useIsAlive();
  return (
    <tr className="max-md:block">
      <th colSpan={columns} scope="rowgroup" className="group-head">
        <span>
          <button
            type="button"
            aria-expanded={!isFolded}
            title="⌥ click folds all"
            onClick={onFold}
            className="group-fold"
          >
            <MaskIcon
              name="chevron-down"
              className={cn("size-3.5 text-fg-muted transition-transform", isFolded && "-rotate-90")}
            />
            {folder || "Without a folder"}
            <span className="font-normal text-fg-muted tabular-nums">{count}</span>
          </button>
          {isAlive && acts.length > 0 ? (
            <Menu
              label={folder || "Without a folder"}
              items={acts}
              trigger={
                <IconButton
                  size="sm"
                  label={`More for ${folder || "those without a folder"}`}
                  icon={<MaskIcon name="ellipsis" />}
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
