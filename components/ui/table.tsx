import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export type TableProps = ComponentProps<"table"> & {
  /** Said before the table by screen readers: what its rows and columns are. */
  caption: string;
};

/** Rows of 38 px divided by hairlines. Bleeds to the page's edges with `bleed` on its wrapper's gutter. */
export function Table({ caption, className, children, ...rest }: TableProps) {
  return (
    <table {...rest} className={cn("w-full border-collapse", className)}>
      <caption className="sr-only">{caption}</caption>
      {children}
    </table>
  );
}

type CellProps = { end?: boolean; children?: ReactNode; className?: string; colSpan?: number };

/** Column head. `end`: right-aligned, for numbers. */
export function Column({ end, className, children, colSpan }: CellProps) {
  return (
    <th scope="col" colSpan={colSpan} className={cn("column", end && "text-right", className)}>
      {children}
    </th>
  );
}

export type RowProps = ComponentProps<"tr"> & { selected?: boolean };

export function Row({ selected, className, ...rest }: RowProps) {
  return (
    <tr
      {...rest}
      aria-selected={selected}
      className={cn(
        "row",
        selected && "bg-surface-selected shadow-[inset_2px_0_0_var(--accent)] hover:bg-surface-selected",
        className,
      )}
    />
  );
}

/** The cell that names its row. */
export function RowHead({ className, children, colSpan }: CellProps) {
  return (
    <th scope="row" colSpan={colSpan} className={cn("cell", className)}>
      {children}
    </th>
  );
}

/** `end`: a number, right-aligned in tabular figures. */
export function Cell({ end, className, children, colSpan }: CellProps) {
  return (
    <td colSpan={colSpan} className={cn("cell", end && "text-right tabular-nums", className)}>
      {children}
    </td>
  );
}
