import type { MouseEvent } from "react";

export type RowCheckProps = {
  label: string;
  isChosen: boolean;
  /** Visible without hover, because another row is selected. */
  isShown: boolean;
  /** False if the Tab key passes the row, because the arrow keys move between rows. */
  isStop?: boolean;
  onToggle: (isRange: boolean) => void;
};

/** The checkbox in the gutter of a row. Shift-click selects all rows up to the last selected one. */
export function RowCheck({ label, isChosen, isShown, isStop = true, onToggle }: RowCheckProps) {
  const onClick = (event: MouseEvent<HTMLInputElement>) => onToggle(event.shiftKey);
  return (
    <label className="row-check" data-resting={isShown ? undefined : ""}>
      <input
        type="checkbox"
        aria-label={label}
        checked={isChosen}
        tabIndex={isStop ? undefined : -1}
        onChange={() => undefined}
        onClick={onClick}
      />
    </label>
  );
}
