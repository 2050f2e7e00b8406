"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useAction } from "@/components/ui/use-action";
import { pluralize } from "@/lib/core/words";
import type { ShadowReport } from "@/lib/registry/pull/schema";
import type { ImportPlan } from "@/lib/registry/transfer/plan-items";
import { sendImport } from "../../_components/send-import";
import { useWorkspace } from "../../_components/use-workspace";
import { DatasetList } from "./dataset-list";
import type { FormatView } from "./format-views";
import { Losses } from "./losses";
import { PlanRow } from "./plan-row";
import { StepHeading } from "./step-heading";
import type { useImport } from "./use-import";
import type { Pulled } from "./use-pull";

type Props = {
  environments: readonly string[];
  formats: readonly FormatView[];
  steps: ReturnType<typeof useImport>;
  plan: ImportPlan;
  notice: ReactNode;
};

/** "2 new prompts, 1 new version, 3 without a change, 1 that cannot be imported" */
function summary({ create, update, unchanged, refused }: ImportPlan["counts"]): string {
  const parts = [
    create > 0 && pluralize(create, "new prompt"),
    update > 0 && `${pluralize(update, "prompt")} with a new version`,
    unchanged > 0 && `${unchanged} without a change`,
    refused > 0 && `${refused} that cannot be imported`,
  ].filter(Boolean);
  return parts.join(", ") || "No prompts in these files";
}

/** Shows what the import will change, and which prompts to import. */
export function PlanStep({ environments, formats, steps, plan, notice }: Props) {
  const { busy, options, files, skipped } = steps;
  const [folder, setFolder] = useState(options.folder);
  const changes = plan.items.filter(({ action }) => action === "create" || action === "update");
  const taken = changes.filter(({ name }) => !skipped.has(name));
  const act = `Import ${pluralize(taken.length, "prompt")}`;
  const button = (
    <Button
      variant="primary"
      busy={busy}
      off={taken.length === 0 ? "Nothing is chosen that would change anything" : null}
      onClick={() => void steps.run()}
    >
      {act}
    </Button>
  );
  return (
    <>
      <div className="px-6 pt-5 pb-4 max-md:px-4">
        {notice}
        <StepHeading>{summary(plan.counts)}</StepHeading>
        <p className="mt-1 mb-4 text-fg-muted">
          {steps.pulled ? "Read from the other tool" : pluralize(files.length, "file")}
          {steps.parts.length > 0 ? `, ${pluralize(steps.parts.length, "more part")} to follow` : ""}. Nothing is saved
          yet. An import deploys nothing.
        </p>
        <form
          className="flex flex-wrap items-end gap-x-4 gap-y-3"
          onSubmit={(event) => {
            event.preventDefault();
            void steps.look(files, { ...options, folder });
          }}
        >
          <Field label="Into the folder" className="w-64 max-md:w-full">
            <Input
              value={folder}
              placeholder="As in the files"
              onChange={(event) => setFolder(event.target.value)}
              onBlur={() => {
                if (folder.trim() !== options.folder.trim()) void steps.look(files, { ...options, folder });
              }}
            />
          </Field>
          <Checkbox
            label="Earlier versions too"
            className="md:mb-1"
            checked={options.history}
            onChange={(event) => void steps.look(files, { folder, history: event.target.checked })}
          />
          <div className="ml-auto flex items-center gap-2 max-md:ml-0">
            <Button variant="quiet" onClick={steps.reset}>
              Start over
            </Button>
            {button}
          </div>
        </form>
      </div>
      <div className="border-line border-t" aria-busy={busy !== false}>
        {changes.length > 1 ? (
          <div className="flex h-[34px] items-center border-line border-b px-6 text-12 text-fg-muted max-md:h-auto max-md:px-4">
            <Checkbox
              label={`${taken.length} of ${changes.length} selected`}
              checked={taken.length === changes.length}
              onChange={(event) =>
                steps.toggle(
                  changes.map(({ name }) => name),
                  event.target.checked,
                )
              }
            />
          </div>
        ) : null}
        <ul aria-label="What will change">
          {plan.items.map((item) => (
            <PlanRow
              key={item.name}
              item={item}
              formats={formats}
              environments={environments}
              isTaken={!skipped.has(item.name)}
              onToggle={(isTaken) => steps.toggle([item.name], isTaken)}
            />
          ))}
        </ul>
        <Losses title="In the files, but part of no prompt" losses={plan.losses} />
        {steps.pulled ? (
          <>
            <ShadowSection pulled={steps.pulled} />
            <DatasetList datasets={steps.pulled.datasets} />
          </>
        ) : null}
      </div>
    </>
  );
}

type Item = ShadowReport["items"][number];
const perCall = 40;

/** Renders every prompt in both tools with sample values and shows the differences, before applications switch. */
function ShadowSection({ pulled }: { pulled: Pulled }) {
  const workspace = useWorkspace();
  const [items, setItems] = useState<Item[]>([]);
  const { files, target } = pulled;
  const { start, isBusy, failure } = useAction({
    run: async () => {
      const found: Item[] = [];
      for (let from = 0; from < files.length; from += perCall) {
        const some = files.slice(from, from + perCall).map(({ name, text }) => ({ name, text }));
        const result = await sendImport(workspace, "shadow", { ...target, files: some });
        if (!result.ok) return result;
        found.push(...result.data.items);
        setItems([...found]);
      }
      return { ok: true as const, data: null };
    },
  });
  const different = items.filter(({ status }) => status === "different");
  const open = items.filter(({ status }) => status === "not_compared");
  const same = items.length - different.length - open.length;
  return (
    <section aria-labelledby="shadow" className="border-line border-t px-6 py-4 max-md:px-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 max-w-[62ch] flex-1">
          <h3 id="shadow" className="text-14">
            Compare both sides
          </h3>
          <p className="text-fg-muted">
            Each prompt&rsquo;s newest version is filled with sample values, there and as it would be here.
          </p>
        </div>
        <Button busy={isBusy && `${items.length} of ${files.length}`} onClick={() => start()}>
          {items.length > 0 ? "Compare again" : "Compare"}
        </Button>
      </div>
      <FailureCallout message={failure?.message} className="mt-3" />
      {items.length > 0 ? (
        <p role="status" className="mt-3">
          {pluralize(same, "prompt")} {same === 1 ? "gives" : "give"} the same text on both sides
          {different.length > 0 ? `, ${different.length} ${different.length === 1 ? "differs" : "differ"}` : ""}
          {open.length > 0 ? `, ${open.length} could not be compared` : ""}.
        </p>
      ) : null}
      <ul className="mt-2 grid gap-3">
        {different.map(({ name, differences }) => (
          <li key={name}>
            <p className="font-medium">{name}</p>
            {differences.map(({ message, theirs, ours }) => (
              <dl key={message} className="mt-1 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 text-12">
                <dt className="text-fg-muted">There</dt>
                <dd className="font-mono whitespace-pre-wrap [overflow-wrap:anywhere]">
                  {theirs ?? "no such message"}
                </dd>
                <dt className="text-fg-muted">Here</dt>
                <dd className="font-mono whitespace-pre-wrap [overflow-wrap:anywhere]">{ours ?? "no such message"}</dd>
              </dl>
            ))}
          </li>
        ))}
        {open.map(({ name, reason }) => (
          <li key={name}>
            <span className="font-medium">{name}</span> <span className="text-fg-muted">not compared: {reason}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
