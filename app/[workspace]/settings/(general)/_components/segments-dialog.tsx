"use client";

import * as z from "zod/mini";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Checkbox } from "@/components/ui/choice";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField, useFormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { useForm } from "@/components/ui/use-form";
import { formatCount } from "@/lib/experiments/results/figures";
import type { SeenAttribute, SegmentView } from "@/lib/telemetry/queries/segments";
import { segmentLimits } from "@/lib/telemetry/segment-limits";
import { markSegments } from "../actions";

type Props = {
  segments: readonly SegmentView[];
  seen: readonly SeenAttribute[];
  onClose: () => void;
};

/** "12 values in 4,210 requests". Warns if there are more values than are counted separately. */
function seenWords({ values, interactions }: SeenAttribute): string {
  const counted = `${formatCount(values)} ${values === 1 ? "value" : "values"} in ${formatCount(interactions)} of the newest requests`;
  return values > segmentLimits.values
    ? `${counted}. The ${segmentLimits.values} most frequent are counted by name, the rest together.`
    : `${counted}.`;
}

const attributesOf = (marked: readonly string[], other: string) => [
  ...new Set([...marked, other.trim()].filter(Boolean)),
];

const schema = z.object({ marked: z.array(z.string()), other: z.string() }).check(
  z.refine(({ marked, other }) => attributesOf(marked, other).length <= segmentLimits.attributes, {
    path: ["other"],
    message: `At most ${segmentLimits.attributes} attributes. Remove a mark first.`,
  }),
);

/** Marks attributes as segments. */
export function SegmentsDialog({ segments, seen, onClose }: Props) {
  const workspace = useWorkspace();
  const names = [
    ...new Set([...segments.map(({ attribute }) => attribute), ...seen.map(({ attribute }) => attribute)]),
  ];
  const form = useForm({
    schema,
    values: { marked: segments.map(({ attribute }) => attribute), other: "" },
    run: ({ marked, other }) => markSegments({ workspace, attributes: attributesOf(marked, other) }),
    at: { "/attributes": "other" },
    done: { title: "Segments are saved.", detail: "They apply to answers from now on." },
    onDone: onClose,
    refresh: "done",
  });
  const { control } = useFormField({ form, name: "marked" });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Segments"
      description="Mark what is known before an answer and does not depend on it, such as language, plan or country. Ids of people are not segments."
      act="Save"
      acting="Saving"
    >
      {names.length > 0 ? (
        <fieldset className="grid max-h-[320px] gap-3 overflow-y-auto">
          <legend className="mb-1.5 font-medium">Attributes of the newest requests</legend>
          {names.map((name) => {
            const one = seen.find(({ attribute }) => attribute === name);
            return (
              <Checkbox
                key={name}
                label={name}
                help={one ? seenWords(one) : "Not in the newest requests."}
                checked={control.value.includes(name)}
                onChange={({ target }) =>
                  control.onChange(
                    target.checked ? [...control.value, name] : control.value.filter((each) => each !== name),
                  )
                }
              />
            );
          })}
        </fieldset>
      ) : null}
      <FormField
        form={form}
        name="other"
        label={names.length > 0 ? "Another attribute" : "Attribute"}
        help="As your application sends it."
      >
        {(field) => <Input {...field} autoComplete="off" spellCheck={false} />}
      </FormField>
    </FormDialog>
  );
}
