"use client";

import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { useShortcut } from "@/components/layout/use-shortcut";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { latePart } from "@/components/ui/late-part";
import { PanelLoading } from "@/components/ui/panel-loading";
import { Popover } from "@/components/ui/popover";
import { StatusGlyph } from "@/components/ui/status";
import { type Stage, statusInStage } from "@/lib/registry/lifecycle";
import { chipsOf, filterKinds } from "@/lib/requests/filter-kinds";
import { requestRanges, type ShownTime } from "@/lib/requests/ranges";
import { RangeMenu } from "./range-menu";
import { type Changes, useAddress } from "./use-address";

const FilterForm = latePart(() => import("./filter-form").then((module) => module.FilterForm), PanelLoading);

type Props = {
  fields: Readonly<Record<string, string>>;
  names: Readonly<Record<string, string>>;
  environments: readonly { name: string; stage: Stage }[];
  time: ShownTime;
};

/** Filters that are chosen with the experiment. */
const ofExperiment: ReadonlySet<string> = new Set(["variant", "exposedOn", "segment"]);

/** Shows each filter as a chip that reads as a phrase. All filters are stored in the address. */
export function FilterBar({ fields, names, environments, time }: Props) {
  const { go, isPending } = useAddress();
  const [adding, setAdding] = useState<string | null>(null);
  const bar = useRef<HTMLElement>(null);
  useShortcut("f", () => {
    bar.current?.scrollIntoView({ block: "nearest" });
    setAdding("");
  });
  const chips = chipsOf(fields, names);
  const stage = environments.find(({ name }) => name === fields.environment)?.stage;
  const choose = (key: string, value: string | null, others: Changes = {}) => {
    setAdding(null);
    go({ [key]: value, ...(key === "experiment" && { variant: null, exposedOn: null, segment: null }), ...others });
  };
  const form = (key: string) => (
    <FilterForm
      kind={filterKinds.find((kind) => kind.key === (ofExperiment.has(key) ? "experiment" : key)) ?? null}
      value={fields[key] ?? ""}
      fields={fields}
      environments={environments}
      onKind={setAdding}
      onApply={choose}
    />
  );
  return (
    <search
      ref={bar}
      aria-busy={isPending}
      className="flex min-h-13 scroll-mt-[var(--topbar)] flex-wrap items-center gap-2 px-6 py-3 max-md:flex-nowrap max-md:overflow-x-auto max-md:px-4"
    >
      {chips.map(({ key, phrase, value }) => (
        <span
          key={key}
          className="inline-flex h-7 shrink-0 items-center whitespace-nowrap rounded-md border border-line-strong max-md:h-10"
        >
          <Popover
            label={phrase}
            align="start"
            open={adding === key}
            onOpenChange={(isOpen) => setAdding(isOpen ? key : null)}
            className="w-[300px]"
            trigger={
              <button
                type="button"
                className="flex h-full items-center gap-1.5 rounded-l-md pr-1 pl-2 hover:bg-surface-hover"
              >
                <span className="text-fg-muted">{phrase}</span>
                {key === "environment" && stage ? <StatusGlyph status={statusInStage(stage)} /> : null}
                <b className="max-w-[260px] truncate font-medium tabular-nums">{value}</b>
              </button>
            }
          >
            {form(key)}
          </Popover>
          <button
            type="button"
            aria-label={`Remove the filter: ${phrase} ${value}`}
            onClick={() => choose(key, null)}
            className="grid h-full w-6 place-items-center rounded-r-md text-fg-muted hover:bg-surface-hover hover:text-fg max-md:w-10"
          >
            <X className="size-3" />
          </button>
        </span>
      ))}
      <Popover
        label="Add a filter"
        align="start"
        open={adding !== null && !chips.some(({ key }) => key === adding)}
        onOpenChange={(isOpen) => setAdding(isOpen ? "" : null)}
        className={cn("w-[300px]", adding === "" && "px-1.5 py-1.5")}
        trigger={
          <Chip icon={<Plus />} plain className={cn(chips.length === 0 && "-ml-2 max-md:-ml-3")}>
            Filter <Kbd keys={["F"]} className="max-md:hidden" />
          </Chip>
        }
      >
        {form(adding ?? "")}
      </Popover>
      <RangeMenu time={time} ranges={requestRanges} className="ml-auto" />
    </search>
  );
}
