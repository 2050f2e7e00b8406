"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { deleteSamples, saveSamples, updateSamples } from "@/app/[workspace]/prompts/[name]/actions/cases";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { useAction } from "@/components/ui/use-action";
import { turnsOf, valuesOf } from "@/lib/editing/samples/sample-values";
import type { SampleSetView } from "@/lib/evaluation/samples/queries";
import type { Variable } from "@/lib/template/content";
import type { Sampling } from "./use-samples";

const SampleNameDialog = lateDialog(() => import("./sample-name-dialog").then((module) => module.SampleNameDialog));

export type SamplePickerProps = {
  prompt: string;
  sampling: Sampling;
  /** The current variables. Their types determine how the texts are converted to values. */
  variables: readonly Variable[];
  canWrite: boolean;
};

/** A menu that chooses and edits the sample sets, which all members share. */
export function SamplePicker({ prompt, sampling, variables, canWrite }: SamplePickerProps) {
  const workspace = useWorkspace();
  const { fields, sets, chosen, isChanged } = sampling;
  const [naming, setNaming] = useState<"new" | "rename" | null>(null);
  const hasFields = Object.keys(fields.values).length > 0 || Object.keys(turnsOf(fields)).length > 0;
  const content = () => ({ variables: valuesOf(fields, variables), placeholders: turnsOf(fields) });

  /** Writes a set and shows it, for changes and their undo. */
  const put = async (saved: ReturnType<typeof saveSamples>, isChosen = false) => {
    const outcome = await saved;
    if (outcome.ok) sampling.put(outcome.data, isChosen);
    return outcome;
  };
  const updating = useAction({
    run: ({ id }: SampleSetView) => put(updateSamples({ workspace, prompt, id, ...content() })),
    done: (_, { id, name, variables: before, placeholders }) => ({
      title: `${name} has the new values.`,
      undo: { run: () => put(updateSamples({ workspace, prompt, id, variables: before, placeholders })) },
    }),
    failed: "The set was not changed.",
  });
  const removing = useAction({
    run: ({ id }: SampleSetView) => deleteSamples({ workspace, prompt, id }),
    onDone: (_, { id }) => sampling.drop(id),
    done: (_, { name, variables: values, placeholders }) => ({
      title: `${name} is deleted.`,
      detail: "Its values stay in the fields.",
      undo: { run: () => put(saveSamples({ workspace, prompt, name, variables: values, placeholders }), true) },
    }),
    failed: "The set was not deleted.",
  });
  const write: MenuItem[] = canWrite
    ? [
        "line",
        ...(chosen && isChanged ? [{ label: `Update ${chosen.name}`, onSelect: () => updating.start(chosen) }] : []),
        { label: "Save as a sample set", onSelect: () => setNaming("new"), off: !hasFields },
        ...(chosen
          ? [
              { label: `Rename ${chosen.name}`, onSelect: () => setNaming("rename") },
              { label: `Delete ${chosen.name}`, onSelect: () => removing.start(chosen) },
            ]
          : []),
      ]
    : [];
  const label = chosen ? chosen.name : hasFields ? "Custom samples" : "No samples";
  return (
    <>
      <Menu
        label="Sample sets"
        items={[
          ...(sets.length > 0
            ? [
                { heading: "Sample sets" },
                ...sets.map((set) => ({
                  label: set.name,
                  checked: set.id === chosen?.id,
                  ...(set.id === chosen?.id && isChanged && { hint: "changed" }),
                  onSelect: () => sampling.choose(set),
                })),
              ]
            : [{ label: "No sample sets yet", off: true }]),
          ...write,
          ...(hasFields
            ? (["line", { label: "Clear all samples", onSelect: () => sampling.choose(null) }] as const)
            : []),
        ]}
        trigger={
          <Button
            size="sm"
            iconEnd={<ChevronDown className="size-3.5" />}
            aria-label={`Samples: ${label}`}
            className="min-w-0"
          >
            <span className="max-w-40 truncate">{label}</span>
            {isChanged ? <span className="text-fg-muted font-normal">changed</span> : null}
          </Button>
        }
      />
      {naming ? (
        <SampleNameDialog
          isNew={naming === "new"}
          name={naming === "rename" ? (chosen?.name ?? "") : ""}
          onClose={() => setNaming(null)}
          run={(name) =>
            naming === "rename" && chosen
              ? updateSamples({ workspace, prompt, id: chosen.id, name })
              : saveSamples({ workspace, prompt, name, ...content() })
          }
          onDone={(set) => {
            sampling.put(set, true);
            setNaming(null);
          }}
        />
      ) : null}
    </>
  );
}
