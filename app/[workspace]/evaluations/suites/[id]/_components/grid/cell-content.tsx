import { cn } from "@/components/ui/cn";
import { Tag } from "@/components/ui/tag";
import { cellText, isJsonCell } from "@/lib/editing/cases/cell-text";
import type { GridColumn } from "@/lib/editing/cases/columns";
import { describeCheck } from "@/lib/evaluation/scorers/checks";
import type { CaseView } from "@/lib/evaluation/suites/views";
import { caseTitle } from "@/lib/registry/gate/case-title";

// A cell shows two lines, so long texts are cut.
const shown = (text: string) => (text.length > 400 ? `${text.slice(0, 400)}…` : text);

/** The content of a cell. `draft`: the text that could not be parsed. */
export function CellContent({ one, column, draft }: { one: CaseView; column: GridColumn; draft: string | undefined }) {
  if (draft === undefined && column.kind === "tags" && one.tags.length > 0)
    return (
      <span className="flex max-h-full flex-wrap gap-x-1 gap-y-0.5 overflow-hidden">
        {one.tags.map((tag) => (
          <Tag key={tag} className="h-[18px] max-w-full overflow-hidden px-1">
            <span className="truncate">{tag}</span>
          </Tag>
        ))}
      </span>
    );
  if (draft === undefined && column.kind === "checks" && one.checks.length > 0) {
    const [first, second, ...more] = one.checks.map(describeCheck);
    return (
      <span className="block overflow-hidden">
        <span className="block truncate">{first}</span>
        <span className="block truncate">{more.length > 0 ? `and ${more.length + 1} more checks` : second}</span>
      </span>
    );
  }
  if (draft === undefined && column.kind === "turns") {
    const turns = Object.values(one.placeholders).reduce((sum, list) => sum + list.length, 0);
    return turns > 0 ? <span>{`${turns} ${turns === 1 ? "turn" : "turns"}`}</span> : null;
  }
  if (draft === undefined && column.kind === "name" && one.name === "")
    return <span className="line-clamp-2 text-fg-subtle [overflow-wrap:anywhere]">{caseTitle(one)}</span>;
  const text = draft ?? cellText(one, column);
  const isCode = isJsonCell(one, column);
  const isNumber = typeof one.variables[column.variable] === "number";
  return (
    <span
      className={cn(
        "line-clamp-2 w-full whitespace-pre-wrap [overflow-wrap:anywhere]",
        isCode && "font-mono text-12",
        isNumber && "text-right tabular-nums",
        column.kind === "name" && "font-medium",
      )}
    >
      {shown(isCode && column.kind === "expected" ? JSON.stringify(one.expected) : text)}
    </span>
  );
}
