"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { deleteSamples, saveSamples, updateSamples } from "@/app/[workspace]/prompts/[name]/actions/cases";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import type { SampleSetView } from "@/lib/evaluation/samples/queries";
import type { Variable } from "@/lib/template/content";
import { turnsOf, valuesOf } from "./sample-values";
import type { Sampling } from "./use-samples";

const SampleNameDialog = lateDialog(() => import("./sample-name-dialog").then((module) => module.SampleNameDialog));

export type SamplePickerProps = {
  workspace: string;
  prompt: string;
  sampling: Sampling;
  /** The current variables. Their types determine how the texts are converted to values. */
  variables: readonly Variable[];
  canWrite: boolean;
};

/** A menu that chooses and edits the sample sets, which all members share. */
export function SamplePicker({ workspace, prompt, sampling, variables, canWrite }: SamplePickerProps) {
  const { fields, sets, chosen, isChanged } = sampling;
  const [naming, setNaming] = useState<"new" | "rename" | null>(null);
  const hasFields = Object.keys(fields.values).length > 0 || Object.keys(turnsOf(fields)).length > 0;
  const content = () => ({ variables: valuesOf(fields, variables), placeholders: turnsOf(fields) });

  const update = async () => {
    if (!chosen) return;
    const result = await reach(() => updateSamples({ workspace, prompt, id: chosen.id, ...content() }));
    if (!result.ok) return toast({ tone: "failed", title: "The set was not changed.", detail: result.error.message });
    sampling.put(result.data);
    const { variables: before, placeholders } = chosen;
    toast({
      title: `${chosen.name} has the new values.`,
      undo: async () => {
        const undone = await reach(() =>
          updateSamples({ workspace, prompt, id: chosen.id, variables: before, placeholders }),
        );
        if (undone.ok) sampling.put(undone.data);
      },
    });
  };
  const remove = async (set: SampleSetView) => {
    const result = await reach(() => deleteSamples({ workspace, prompt, id: set.id }));
    if (!result.ok) return toast({ tone: "failed", title: "The set was not deleted.", detail: result.error.message });
    sampling.drop(set.id);
    toast({
      title: `${set.name} is deleted.`,
      detail: "Its values stay in the fields.",
      undo: async () => {
        const { name, variables: values, placeholders } = set;
        const undone = await reach(() => saveSamples({ workspace, prompt, name, variables: values, placeholders }));
        if (undone.ok) sampling.put(undone.data, true);
      },
    });
  };
  const write: MenuItem[] = canWrite
    ? [
        "line",
        ...(chosen && isChanged ? [{ label: `Update ${chosen.name}`, onSelect: () => void update() }] : []),
        { label: "Save as a sample set", onSelect: () => setNaming("new"), off: !hasFields },
        ...(chosen
          ? [
              { label: `Rename ${chosen.name}`, onSelect: () => setNaming("rename") },
              { label: `Delete ${chosen.name}`, onSelect: () => void remove(chosen) },
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
