import { MessageSquare, Puzzle } from "lucide-react";
import Link from "next/link";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { formatPerDay } from "@/app/[workspace]/_components/per-day";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowCheck } from "@/components/ui/row-check";
import { Cell, Row, RowHead } from "@/components/ui/table";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import { nameInFolder, topFolder } from "./grouping";
import { QualityCell } from "./quality-cell";
import { VersionCell } from "./version-cell";
import type { ListedPrompt } from "./with-figures";

export type PromptRowProps = {
  workspace: string;
  prompt: ListedPrompt;
  /** Production first. */
  lanes: readonly EnvironmentView[];
  isGrouped: boolean;
  /** Whether the list shows how prompts do, in place of their tags. */
  hasQuality: boolean;
  isChosen: boolean;
  /** Whether any row is chosen: then every box shows. */
  isChoosing: boolean;
  /** Null for those who may not change prompts. */
  onToggle: ((name: string, isRange: boolean) => void) | null;
};

// Under 820 px a row is two lines: name and trend, where it has none when it changed, then the versions.
const rowStyle =
  "relative has-[a[data-row]:focus-visible]:bg-surface-selected has-[a[data-row]:focus-visible]:shadow-[inset_2px_0_0_var(--accent)] max-md:grid max-md:grid-cols-[auto_minmax(0,1fr)] max-md:items-center max-md:gap-x-3 max-md:border-line max-md:border-b max-md:px-4 max-md:py-2";
const cellStyle = "max-md:h-7 max-md:border-0 max-md:p-0";

export function PromptRow(props: PromptRowProps) {
  const { workspace, prompt, lanes, isGrouped, hasQuality, isChosen, isChoosing, onToggle } = props;
  const folder = topFolder(prompt.name);
  const hasTrend = hasQuality && Boolean(prompt.quality?.metric);
  const Icon = folder === "shared" ? Puzzle : MessageSquare;
  return (
    <Row className={cn(rowStyle, "group/row")} selected={onToggle ? isChosen : undefined}>
      <RowHead className={cn(cellStyle, "pl-6 font-normal max-md:col-span-2 max-md:pr-28", hasTrend && "max-md:pr-40")}>
        <span className="flex min-w-0 items-center gap-2 whitespace-nowrap">
          {onToggle ? (
            <RowCheck
              label={`Choose ${prompt.name}`}
              isChosen={isChosen}
              isShown={isChoosing}
              onToggle={(isRange) => onToggle(prompt.name, isRange)}
            />
          ) : null}
          <Icon aria-hidden="true" className="size-3.5 text-fg-subtle max-md:hidden" />
          <Link
            data-row={prompt.name}
            href={promptPath(workspace, prompt.name)}
            aria-label={prompt.name}
            className="min-w-0 shrink-0 truncate font-medium after:absolute after:inset-0 focus-visible:outline-none max-md:shrink max-md:text-14"
          >
            {isGrouped ? nameInFolder(prompt.name) : prompt.name}
          </Link>
          <span className="ml-0.5 min-w-0 truncate text-fg-muted max-md:hidden">{prompt.description}</span>
        </span>
      </RowHead>
      {lanes.map((environment, index) => (
        <Cell
          key={environment.id}
          className={cn(
            cellStyle,
            environment.stage === "development" && "max-md:hidden max-lg:overflow-hidden max-lg:p-0 max-lg:*:hidden",
            index > 1 && "max-md:hidden",
          )}
        >
          <VersionCell prompt={prompt} lanes={lanes} index={index} />
        </Cell>
      ))}
      <Cell
        className={cn(
          "truncate text-12 text-fg-subtle max-xl:p-0",
          hasTrend
            ? "max-md:absolute max-md:top-2.5 max-md:right-4 max-md:h-auto max-md:border-0 max-md:p-0"
            : "max-md:hidden",
        )}
      >
        <span className="max-xl:hidden max-md:block">
          {hasQuality ? <QualityCell quality={prompt.quality} /> : prompt.tags.join(", ")}
        </span>
      </Cell>
      <Cell end className="tabular-nums max-lg:hidden">
        {prompt.usesPerDay === null ? <span className="text-fg-subtle">–</span> : formatPerDay(prompt.usesPerDay)}
      </Cell>
      <Cell
        end
        className={cn(
          cellStyle,
          "text-fg-muted last:pr-6 max-md:absolute max-md:top-2 max-md:right-4 max-md:last:pr-0",
          hasTrend && "max-md:hidden",
        )}
      >
        <span className="flex items-center justify-end gap-2">
          <RelativeTime at={prompt.updatedAt} focusable={false} className="z-1" />
          {prompt.owner ? <Avatar name={prompt.owner.name} size={20} className="relative z-1" /> : null}
        </span>
      </Cell>
    </Row>
  );
}
