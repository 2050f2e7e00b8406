"use client";

import { ArrowLeftRight, ChevronDown } from "lucide-react";
import type { DiffLayout } from "@/components/diff/diff-row";
import type { DiffPart } from "@/components/diff/part";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { type Status, VersionChip } from "@/components/ui/status";
import { statusNow } from "@/lib/registry/lanes";
import type { VersionView } from "@/lib/registry/queries/versions";
import { useReleasing } from "./releasing";
import { VersionDiff } from "./version-diff";
import { ViewSwitch } from "./view-switch";

type Choice = { version: number; status: Status; message: string };

export type ComparisonProps = {
  from: VersionView;
  to: VersionView;
  isSame: boolean;
  summary: string;
  part: DiffPart;
  /** The versions that can be chosen for a side. */
  others: readonly Choice[];
  layout: DiffLayout;
};

function Side({ side, chosen, others }: { side: "from" | "to"; chosen: VersionView; others: readonly Choice[] }) {
  const { lanes, link } = useReleasing();
  const places = (version: number) =>
    lanes
      .filter(({ live }) => live?.version === version)
      .map(({ title }) => title)
      .join(", ");
  const word = side === "from" ? "From" : "To";
  return (
    <Menu
      label={word}
      align="start"
      className="max-h-96 max-w-96 overflow-y-auto"
      trigger={
        <button
          type="button"
          className="inline-flex h-8 max-w-full items-center gap-[7px] whitespace-nowrap rounded-md px-2 hover:bg-surface-hover data-[state=open]:bg-surface-hover max-md:h-10"
        >
          <span className="text-12 text-fg-subtle">{word}</span>
          <VersionChip number={chosen.version} status={statusNow(lanes, chosen.version, chosen.status)} />
          <span className="truncate text-fg-muted max-md:sr-only">{places(chosen.version)}</span>
          <ChevronDown className="size-3" />
        </button>
      }
      items={others.map(({ version, message }) => ({
        label: (
          <>
            <b>v{version}</b> <span className="text-fg-muted">{message}</span>
          </>
        ),
        hint: places(version),
        href: link({ [side]: version }),
        off: version === chosen.version,
      }))}
    />
  );
}

/** The diff between two versions, with menus that choose the versions. */
export function Comparison({ from, to, isSame, summary, part, others, layout }: ComparisonProps) {
  const { link, workspace, name } = useReleasing();
  const pair = { from: from.version, to: to.version };
  const label = `Difference between v${from.version} and v${to.version}`;
  return (
    <VersionDiff
      key={`${from.version} ${to.version}`}
      label={label}
      layout={layout}
      part={part}
      compared={{ workspace, name, ...pair }}
      head={
        <>
          <h2 className="sr-only">{label}</h2>
          <Side side="from" chosen={from} others={others} />
          <IconButton
            size="sm"
            label="Swap sides"
            icon={<ArrowLeftRight className="size-3.5" />}
            href={link({ from: to.version, to: from.version })}
          />
          <Side side="to" chosen={to} others={others} />
        </>
      }
      headEnd={
        <>
          <span className="truncate text-12 text-fg-muted max-md:w-full max-md:px-2 md:max-[1280px]:hidden">
            {isSame ? "" : summary}
          </span>
          <ViewSwitch view={layout} hrefOf={(next) => link({ ...pair, view: next })} />
        </>
      }
      empty={
        isSame ? (
          <EmptyState
            plain
            title={pair.from === pair.to ? "This is one version" : `v${pair.from} and v${pair.to} are the same`}
          >
            {pair.from === pair.to
              ? "Choose another version on one side to see what changed."
              : "All messages, variables and settings are the same. Applications get the same from both."}
          </EmptyState>
        ) : null
      }
    />
  );
}
