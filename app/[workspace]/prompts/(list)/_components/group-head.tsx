import { ChevronDown } from "lucide-react";
import type { MouseEvent } from "react";
import { cn } from "@/components/ui/cn";

export type GroupHeadProps = {
  folder: string;
  count: number;
  columns: number;
  isFolded: boolean;
  onFold: (event: MouseEvent) => void;
};

/** A folder's line in the list; ⌥ click folds all. */
export function GroupHead({ folder, count, columns, isFolded, onFold }: GroupHeadProps) {
  return (
    <tr className="max-md:block">
      <th
        colSpan={columns}
        scope="rowgroup"
        className="h-[30px] max-md:block max-md:h-auto border-line border-b bg-surface-sunken"
      >
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
      </th>
    </tr>
  );
}
