"use client";

import { GitCompareArrows, Play, Plus, Square } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useState, useTransition } from "react";
import { useShortcut } from "@/components/layout/use-shortcut";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { latePart } from "@/components/ui/late-part";
import { PartLoading } from "@/components/ui/part-loading";
import { Segmented } from "@/components/ui/segmented";
import { withParam } from "@/components/ui/with-param";
import { mostColumns, type PlaygroundColumn, writeColumn, writeColumns } from "@/lib/editing/playground/columns";
import { bodyOfColumn, sharePlaceholders, shareVariables } from "@/lib/editing/playground/shared-values";
import type { RunBody } from "@/lib/editing/run/read-run";
import { answerOf } from "@/lib/editing/run/run-state";
import { missingNames } from "@/lib/editing/samples/sample-values";
import { useModels } from "../run/use-models";
import { useRuns } from "../run/use-runs";
import { useSamples } from "../samples/use-samples";
import { Column } from "./column";
import type { PlaygroundProps } from "./playground-types";
import { ValuesPanel } from "./values-panel";

const AnswersDiff = latePart(() => import("./answers-diff").then((module) => module.AnswersDiff), PartLoading);

/** Returns each column with a key that does not change if other columns are added or removed. */
function keyed(columns: readonly PlaygroundColumn[]) {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    const text = writeColumn(column);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return { key: `${text} ${count}`, column };
  });
}

/** The values on the left and the answers on the right. A small screen shows one of them at a time. */
export function Playground(props: PlaygroundProps) {
  const { prompt, contents, sampleSets, askedSamples, requestValues, canRun, canKeep, role } = props;
  const columns = useMemo(() => keyed(props.columns), [props.columns]);
  const { isPending, change, remove, add } = useColumns(props.columns);
  const sampling = useSamples(prompt.id, sampleSets, { setInUrl: askedSamples, initialValues: requestValues });
  const { stateOf, run, stop } = useRuns();
  const models = useModels(props.models);
  const [ran, setRan] = useState<ReadonlyMap<string, RunBody>>(new Map());
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isComparing, setComparing] = useState(false);
  const [pane, setPane] = useState("values");

  const chosenId = sampling.chosen?.id ?? null;
  useEffect(() => {
    if (sampling.isRead && chosenId !== new URLSearchParams(location.search).get("samples"))
      putInAddress("samples", chosenId);
  }, [sampling.isRead, chosenId]);

  const variables = useMemo(() => shareVariables(contents), [contents]);
  const placeholders = useMemo(() => sharePlaceholders(contents), [contents]);
  const contentOf = (version: number) => contents.find((one) => one.version === version);
  const missingOf = ({ version }: PlaygroundColumn) =>
    missingNames(sampling.fields, contentOf(version)?.content.variables ?? []);
  const bodyOf = (column: PlaygroundColumn): RunBody | null => {
    const content = contentOf(column.version);
    return content ? bodyOfColumn(prompt.name, column, content, sampling.fields) : null;
  };

  const start = (key: string, column: PlaygroundColumn) => {
    const body = bodyOf(column);
    const hasModel = column.model ?? contentOf(column.version)?.content.model;
    setSelected((before) => new Set(before).add(key));
    if (!body || !hasModel || missingOf(column).length > 0) return;
    setRan((before) => new Map(before).set(key, body));
    void run(key, body);
  };
  const startAll = () => {
    if (pane === "values") setPane(columns[0]?.key ?? "values");
    for (const { key, column } of columns) start(key, column);
  };
  const running = columns.filter(({ key }) => stateOf(key).status === "running");
  const stopAll = () => {
    for (const { key } of running) stop(key);
  };
  useShortcut("mod+enter", () => (running.length > 0 ? stopAll() : startAll()), canRun);

  const [one, other] = columns;
  const sides = [one, other].flatMap((side) => {
    const state = side && stateOf(side.key);
    const isDone = state && state.status !== "running" && answerOf(state) !== "";
    return side && isDone ? [{ label: `v${side.column.version}`, text: answerOf(state) }] : [];
  });
  const [before, after] = sides;
  const canCompare = columns.length === 2 && before && after;
  const last = columns.at(-1)?.column;
  const shown = columns.some(({ key }) => key === pane) ? pane : "values";

  return (
    <div className="grid flex-1 grid-cols-[340px_minmax(0,1fr)] max-beside:grid-cols-[300px_minmax(0,1fr)] max-lg:grid-cols-[280px_minmax(0,1fr)] max-md:flex max-md:flex-col">
      <div className="sticky top-[var(--topbar)] z-5 bg-surface px-4 pt-2.5 pb-1 md:hidden">
        <Segmented
          label="Part of the playground"
          value={shown}
          onChange={setPane}
          className="flex w-full"
          options={[
            { value: "values", label: "Values" },
            ...columns.map(({ key, column }) => ({ value: key, label: `v${column.version}` })),
          ]}
        />
      </div>
      <aside
        aria-label="Values"
        className={cn(
          "min-w-0 border-line border-r bg-surface-sunken px-5 py-3 max-md:order-last max-md:border-0 max-md:bg-surface max-md:px-4",
          shown !== "values" && "max-md:hidden",
        )}
      >
        <ValuesPanel
          sampling={sampling}
          variables={variables}
          placeholders={placeholders}
          canKeep={canKeep}
          prompt={prompt.name}
          isAsked={selected.size > 0}
        />
      </aside>
      <div className="min-w-0">
        <div className="flex min-h-13 flex-wrap items-center gap-2 border-line border-b px-5 py-2.5 max-md:px-4">
          {canRun ? (
            running.length > 0 ? (
              <Button icon={<Square />} keys={["mod", "⏎"]} onClick={stopAll}>
                {columns.length > 1 ? "Stop all" : "Stop"}
              </Button>
            ) : (
              <Button variant="primary" icon={<Play />} keys={["mod", "⏎"]} onClick={startAll}>
                {columns.length > 1 ? "Run all" : "Run"}
              </Button>
            )
          ) : null}
          <Button
            icon={<Plus />}
            aria-label="Add a column"
            off={columns.length >= mostColumns ? `${mostColumns} columns are the maximum.` : null}
            onClick={() => add(last ?? { version: props.versions[0]?.version ?? 1, model: null })}
          >
            Column
          </Button>
          {columns.length === 2 ? (
            <Chip
              icon={<GitCompareArrows />}
              on={isComparing}
              onClick={() => setComparing(!isComparing)}
              className="ml-auto"
            >
              Compare answers
            </Chip>
          ) : null}
        </div>
        {canRun ? null : (
          <div className="px-5 pt-4">
            <Callout>You can read this. To run a prompt you need the role editor; yours is {role}.</Callout>
          </div>
        )}
        <div
          aria-busy={isPending}
          style={{ "--columns": columns.length } as React.CSSProperties}
          className={cn(
            "grid grid-cols-[repeat(var(--columns),minmax(260px,1fr))] overflow-x-auto transition-opacity max-md:block",
            isPending && "opacity-60",
          )}
        >
          {columns.map(({ key, column }, index) => {
            const body = bodyOf(column);
            const sent = ran.get(key);
            return (
              <div
                key={key}
                className={cn(
                  "grid min-w-0 border-line [&+&]:border-l max-md:[&+&]:border-l-0",
                  shown !== key && "max-md:hidden",
                )}
              >
                <Column
                  {...props}
                  models={models}
                  column={column}
                  own={contentOf(column.version)?.content.model}
                  state={stateOf(key)}
                  ran={sent}
                  isOld={sent !== undefined && JSON.stringify(sent) !== JSON.stringify(body)}
                  missing={selected.has(key) ? missingOf(column) : []}
                  onChange={(next) => change(index, next)}
                  onRemove={columns.length > 1 ? () => remove(index) : undefined}
                  onRun={() => start(key, column)}
                  onStop={() => stop(key)}
                />
              </div>
            );
          })}
        </div>
        <div className={cn(shown === "values" && "max-md:hidden")}>
          {isComparing && columns.length === 2 ? (
            canCompare ? (
              <AnswersDiff before={before} after={after} />
            ) : (
              <p className="border-line border-t px-5 py-6 text-fg-muted max-md:px-4">
                Run both columns to see their difference here.
              </p>
            )
          ) : null}
        </div>
      </div>
    </div>
  );
}

/** Stores the columns in the URL. A change reloads the page's data, because the server reads the versions. */
function useColumns(columns: readonly PlaygroundColumn[]) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const set = (next: readonly PlaygroundColumn[]) => {
    putInAddress("columns", writeColumns(next));
    startTransition(() => router.replace(location.href, { scroll: false }));
  };
  return {
    isPending,
    change: (index: number, column: PlaygroundColumn) => set(columns.with(index, column)),
    remove: (index: number) => set(columns.toSpliced(index, 1)),
    add: (column: PlaygroundColumn) => set([...columns, column].slice(0, mostColumns)),
  };
}

/** Changes a parameter of the address. The server is not asked. */
const putInAddress = (name: string, value: string | null) =>
  history.replaceState(null, "", withParam(location.search, name, value) || location.pathname);
