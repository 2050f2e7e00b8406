import type { MouseEvent } from "react";
import { cn } from "@/components/ui/cn";

export type RowCheckProps = {
  label: string;
  isChosen: boolean;
  /** Shown without hover: something is chosen already. */
  isShown: boolean;
  onToggle: (isRange: boolean) => void;
};

/** The box before a row, in the gutter. Shift-click takes all rows up to the last one that was chosen. */
export function RowCheck({ label, isChosen, isShown, onToggle }: RowCheckProps) {
  const onClick = (event: MouseEvent<HTMLInputElement>) => onToggle(event.shiftKey);
  return (
    // The label is the target: 24 px wide, as high as the row.
    // Without a pointer to hover with, the folder's menu begins the choosing.
    <label
      className={cn(
        "absolute inset-y-0 left-0 z-2 grid w-6 cursor-pointer select-none place-items-center pr-1 max-md:static max-md:-my-1.5 max-md:-ml-3 max-md:size-10 max-md:pr-0",
        !isShown && "max-md:hidden",
      )}
    >
      <span className="sr-only">{label}</span>
      <input
        type="checkbox"
        checked={isChosen}
        onChange={() => undefined}
        onClick={onClick}
        className={cn(
          "grid size-4 appearance-none place-items-center rounded-sm border border-line-control bg-surface after:-mt-0.5 after:hidden after:h-1 after:w-2 after:-rotate-45 after:border-on-ink after:border-b-2 after:border-l-2 after:content-[''] checked:border-ink checked:bg-ink checked:after:block",
          !isShown && "opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100",
        )}
      />
    </label>
  );
}
