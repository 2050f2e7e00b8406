import { promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Avatar } from "@/components/ui/avatar";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowCheck } from "@/components/ui/row-check";
import { Row } from "@/components/ui/table";
import { useIsAlive } from "@/components/ui/use-is-alive";
import type { ListedPrompt } from "@/lib/guards/queries/listed-prompts";
import { nameInFolder, topFolder } from "@/lib/registry/folders";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import { formatPerDay } from "@/lib/telemetry/per-day";
import { RowStar } from "../../_components/star";
import { QualityCell } from "./quality-cell";
import { VersionCell } from "./version-cell";

export type PromptRowProps = {
  prompt: ListedPrompt;
  /** Environments, production first. */
  environments: readonly EnvironmentView[];
  isGrouped: boolean;
  /** Whether the list shows quality instead of tags. */
  hasQuality: boolean;
  isChosen: boolean;
  /** Whether any row is selected. If so, all checkboxes are visible. */
  isChoosing: boolean;
  /** Whether the Tab key stops at the row. */
  isStop: boolean;
  /** Null if the person may not change prompts. */
  onToggle: ((name: string, isRange: boolean) => void) | null;
};

export function PromptRow(props: PromptRowProps) {
  const workspace = useWorkspace();
  const { prompt, environments, isGrouped, hasQuality, isChosen, isChoosing, isStop, onToggle } = props;
  // The checkbox and the star need scripts and are invisible until the pointer is over the row, so they render later.
  const isAlive = useIsAlive();
  const hasTrend = hasQuality && Boolean(prompt.quality?.metric);
  return (
    <Row
      className="prompt-row"
      data-row={prompt.name}
      data-trend={hasTrend ? "" : undefined}
      selected={onToggle && isAlive ? isChosen : undefined}
    >
      <th scope="row">
        <span className={topFolder(prompt.name) === "shared" ? "prompt-name is-snippet" : "prompt-name"}>
          {onToggle && isAlive ? (
            <RowCheck
              label={`Select ${prompt.name}`}
              isChosen={isChosen}
              isShown={isChoosing}
              isStop={isStop}
              onToggle={(isRange) => onToggle(prompt.name, isRange)}
            />
          ) : null}
          <Link
            href={promptPath(workspace, prompt.name)}
            aria-label={prompt.name}
            // Before the scripts run, the arrow keys do nothing and every link is a stop.
            tabIndex={isStop || !isAlive ? undefined : -1}
            className="prompt-link"
          >
            {isGrouped ? nameInFolder(prompt.name) : prompt.name}
          </Link>
          <span>{prompt.description}</span>
          {isAlive ? <RowStar name={prompt.name} isStop={isStop} /> : null}
        </span>
      </th>
      {environments.map((environment, index) => (
        <td
          key={environment.id}
          className={
            environment.stage === "development" ? "prompt-development" : index > 1 ? "max-md:hidden" : undefined
          }
        >
          <VersionCell prompt={prompt} environments={environments} index={index} />
        </td>
      ))}
      <td className="prompt-aside">
        <span>
          {hasQuality ? (
            <QualityCell quality={prompt.quality} isLive={prompt.usesPerDay !== undefined} />
          ) : (
            prompt.tags.join(", ")
          )}
        </span>
      </td>
      <td className="prompt-uses">
        {prompt.usesPerDay === undefined ? <span className="text-fg-subtle">–</span> : formatPerDay(prompt.usesPerDay)}
      </td>
      <td className="prompt-changed">
        <span>
          <RelativeTime at={prompt.updatedAt} />
          {prompt.owner ? <Avatar name={prompt.owner} size={20} /> : null}
        </span>
      </td>
    </Row>
  );
}
