import type { MouseEvent } from "react";

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
    <label className="row-check" data-resting={isShown ? undefined : ""}>
      <input type="checkbox" aria-label={label} checked={isChosen} onChange={() => undefined} onClick={onClick} />
    </label>
  );
}
