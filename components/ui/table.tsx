import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A column: its name, or its name with its style. `isSilent`: the name is for screen readers only. */
type TableColumn =
  | string
  | false
  | { name: ReactNode; end?: boolean | undefined; className?: string | undefined; isSilent?: boolean };

export type TableProps = ComponentProps<"table"> & {
  /** The caption for screen readers: what the rows and columns are. */
  caption: string;
  /** The column headers. false: hidden. Undefined: the children are the parts of the table, not its rows. */
  columns?: readonly TableColumn[];
  /** The rows at the bottom, such as totals. */
  foot?: ReactNode;
  /** The rows are in groups: the children are a `tbody` for each. */
  isGrouped?: boolean;
  /** On phones the cells of a row are stacked, and the headers are for screen readers only. */
  stacks?: boolean;
};

/** Rows of 38 px, separated by hairlines. With `bleed` on the wrapper's gutter it extends to the edges of the page. */
export function Table({ caption, columns, foot, isGrouped, stacks, className, children, ...rest }: TableProps) {
  return (
    <table {...rest} className={cn("w-full border-collapse", stacks && "stacks max-md:block", className)}>
      <caption className="sr-only">{caption}</caption>
      {columns ? (
        <>
          <thead className={cn(stacks && "max-md:sr-only")}>
            <tr>{columns.map(headOf)}</tr>
          </thead>
          {isGrouped ? children : <tbody className={cn(stacks && "max-md:block")}>{children}</tbody>}
          {foot ? <tfoot>{foot}</tfoot> : null}
        </>
      ) : (
        children
      )}
    </table>
  );
}

/** The position is the key of a column, because columns do not move. */
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

/** A column header. `end`: right-aligned, for numbers. */
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

/** The header cell of a row. */
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
