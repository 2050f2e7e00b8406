import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { MaskIcon } from "@/components/ui/mask-icon";
import { LinkButton } from "@/components/ui/text-link";
import type { GridPosition } from "@/lib/editing/cases/block";
import type { CaseSheet } from "@/lib/editing/cases/case-sheet";
import { cellText } from "@/lib/editing/cases/cell-text";
import type { GridColumn } from "@/lib/editing/cases/columns";
import { excerpt } from "@/lib/registry/gate/case-title";
import type { GridActs } from "./use-grid-acts";

type Props = {
  sheet: CaseSheet;
  columns: readonly GridColumn[];
  active: GridPosition;
  chosen: ReadonlySet<string>;
  isReadOnly: boolean;
  acts: GridActs;
  go: (place: GridPosition) => void;
};

/** Below the grid: the error of the current cell, failed edits, the selection, or else the shortcuts. */
export function GridFoot(props: Props) {
  const text = saidOf(props);
  // The shortcuts are outside of the live region, so that they are not announced.
  return (
    <div className="grid-foot sticky bottom-0 z-5 flex h-9 shrink-0 items-center gap-3 overflow-hidden whitespace-nowrap border-line border-t bg-surface-sunken px-6 text-12 text-fg-muted max-md:hidden">
      <div role="status" className="contents">
        {text}
      </div>
      {text ? null : props.isReadOnly ? <Hint keys={["⏎"]}>opens the case</Hint> : <Hints />}
    </div>
  );
}

function saidOf({ sheet, columns, active, chosen, acts, go }: Props): ReactNode {
  // The pressed button disappears, so the focus returns to the cell.
  const thenBack = (act: () => unknown) => () => {
    act();
    go(active);
  };
  const one = sheet.at(active.row);
  const column = columns[active.column];
  const draft = one && column ? sheet.drafts.get(one.key, column.id) : undefined;
  if (one && column && draft)
    return (
      <Wrong
        acts={
          <LinkButton onClick={thenBack(() => sheet.keepDraft(one.key, column.id, null))}>
            Use the saved text
          </LinkButton>
        }
      >
        Not saved. {draft.message}
      </Wrong>
    );
  const failed = one ? sheet.failed.get(one.key) : undefined;
  if (one && failed) {
    const theirs = failed.theirs && column ? cellText(failed.theirs, column) : null;
    return (
      <Wrong
        acts={
          <>
            <LinkButton onClick={thenBack(() => sheet.retry(one.key))}>
              {failed.theirs ? "Save mine" : "Try again"}
            </LinkButton>
            <LinkButton onClick={thenBack(() => sheet.giveUp(one.key))}>
              {failed.theirs ? "Take theirs" : "Discard my change"}
            </LinkButton>
          </>
        }
      >
        {failed.message}
        {theirs === null ? "" : ` Theirs: “${excerpt(theirs, 60)}”`}
      </Wrong>
    );
  }
  if (sheet.trouble)
    return (
      <Wrong acts={<LinkButton onClick={thenBack(() => sheet.retry())}>Try again</LinkButton>}>
        Not saved. {sheet.trouble}
      </Wrong>
    );
  if (sheet.loadFailure)
    return (
      <Wrong acts={<LinkButton onClick={thenBack(() => sheet.load(active.row + 100))}>Try again</LinkButton>}>
        More cases could not be loaded. {sheet.loadFailure}
      </Wrong>
    );
  if (chosen.size > 0)
    return (
      <>
        <span className="font-medium text-fg tabular-nums">{chosen.size} selected</span>
        <Button size="sm" variant="quiet" onClick={() => void acts.remove()}>
          Remove {chosen.size === 1 ? "the case" : `${chosen.size} cases`}
        </Button>
        <Button size="sm" variant="quiet" onClick={acts.clearSelection}>
          Select none
        </Button>
      </>
    );
  const elsewhere = sheet.firstUnsaved();
  if (elsewhere)
    return (
      <Wrong
        acts={
          elsewhere.row === -1 ? (
            <LinkButton onClick={thenBack(() => sheet.retry())}>Try again</LinkButton>
          ) : (
            <LinkButton
              onClick={() =>
                go({
                  row: elsewhere.row,
                  column: Math.max(
                    0,
                    columns.findIndex(({ id }) => id === elsewhere.column),
                  ),
                })
              }
            >
              Show
            </LinkButton>
          )
        }
      >
        {elsewhere.count === 1 ? "One case is" : `${elsewhere.count} cases are`} not saved.
      </Wrong>
    );
  return null;
}

function Hints() {
  return (
    <>
      <Hint keys={["⏎"]}>edits</Hint>
      <Hint keys={["mod", "⏎"]}>opens the case</Hint>
      <Hint keys={["Space"]}>selects the row</Hint>
      <Hint keys={["mod", "V"]}>pastes cells of a spreadsheet</Hint>
      <Hint keys={["mod", "Z"]}>undoes</Hint>
    </>
  );
}

function Hint({ keys, children }: { keys: string[]; children: ReactNode }) {
  return (
    <span className="flex items-center gap-1.5">
      <Kbd keys={keys} />
      {children}
    </span>
  );
}

function Wrong({ acts, children }: { acts: ReactNode; children: ReactNode }) {
  return (
    <>
      <MaskIcon name="circle-exclamation-point" className="text-negative" />
      <span className="min-w-0 truncate text-negative">{children}</span>
      {acts}
    </>
  );
}
