import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A column by its name, or with how it looks. `isSilent`: its name is said by screen readers alone. */
type TableColumn =
  | string
  | false
  | { name: ReactNode; end?: boolean | undefined; className?: string | undefined; isSilent?: boolean };

export type TableProps = ComponentProps<"table"> & {
  /** Said before the table by screen readers: what its rows and columns are. */
  caption: string;
  /** The heads of the columns; false: not shown. Left out: the children are the parts of the table, not its rows. */
  columns?: readonly TableColumn[];
  /** The rows below the others, such as the sums. */
  foot?: ReactNode;
  /** On phones the parts of a row stand below each other, and the heads are only said. */
  stacks?: boolean;
};

/** Rows of 38 px divided by hairlines. Bleeds to the page's edges with `bleed` on its wrapper's gutter. */
export function Table({ caption, columns, foot, stacks, className, children, ...rest }: TableProps) {
  return (
    <table {...rest} className={cn("w-full border-collapse", stacks && "stacks max-md:block", className)}>
      <caption className="sr-only">{caption}</caption>
      {columns ? (
        <>
          <thead className={cn(stacks && "max-md:sr-only")}>
            <tr>{columns.map(headOf)}</tr>
          </thead>
          <tbody className={cn(stacks && "max-md:block")}>{children}</tbody>
          {foot ? <tfoot>{foot}</tfoot> : null}
        </>
      ) : (
        children
      )}
    </table>
  );
}

/** A column is known by its place, which it keeps. */
function headOf(column: TableColumn, index: number) {
  if (column === false) return null;
  if (typeof column === "string") return <Column key={index}>{column}</Column>;
  const { name, isSilent, ...looks } = column;
  return (
    <Column key={index} {...looks}>
      {isSilent ? <span className="sr-only">{name}</span> : name}
    </Column>
  );
}

type CellProps = {
  end?: boolean | undefined;
  children?: ReactNode;
  className?: string | undefined;
  colSpan?: number;
};

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
