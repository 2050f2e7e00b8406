"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { formatCount } from "@/lib/experiments/results/figures";
import type { SeenAttribute, SegmentView } from "@/lib/telemetry/queries/segments";
import { segmentLimits } from "@/lib/telemetry/segment-limits";
import { markSegments } from "../actions";

type Props = {
  workspace: string;
  segments: readonly SegmentView[];
  seen: readonly SeenAttribute[];
  onClose: () => void;
};

/** "12 values in 4,210 requests"; a warning where there are more values than are counted by name. */
function seenWords({ values, interactions }: SeenAttribute): string {
  const counted = `${formatCount(values)} ${values === 1 ? "value" : "values"} in ${formatCount(interactions)} of the newest requests`;
  return values > segmentLimits.values
    ? `${counted}. The ${segmentLimits.values} most frequent are counted by name, the rest together.`
    : `${counted}.`;
}

/** Marks attributes as segments. */
export function SegmentsDialog({ workspace, segments, seen, onClose }: Props) {
  const [marked, setMarked] = useState<readonly string[]>(() => segments.map(({ attribute }) => attribute));
  const [other, setOther] = useState("");
  const router = useRouter();
  const names = [
    ...new Set([...segments.map(({ attribute }) => attribute), ...seen.map(({ attribute }) => attribute)]),
  ];
  const attributes = [...new Set([...marked, other.trim()].filter(Boolean))];
  const check = () =>
    attributes.length <= segmentLimits.attributes ||
    `At most ${segmentLimits.attributes} attributes. Remove a mark first.`;
  const tell = () => {
    toast({ title: "Segments are saved.", detail: "They apply to answers from now on." });
    router.refresh();
    onClose();
  };
  return (
    <ActionDialog
      onClose={onClose}
      title="Segments"
      description="Mark what is known before an answer and does not depend on it, such as language, plan or country. Ids of people are not segments."
      act="Save"
      acting="Saving"
      check={check}
      run={() => markSegments({ workspace, attributes })}
      onDone={tell}
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
                checked={marked.includes(name)}
                onChange={({ target }) =>
                  setMarked(target.checked ? [...marked, name] : marked.filter((each) => each !== name))
                }
              />
            );
          })}
        </fieldset>
      ) : null}
      <Field label={names.length > 0 ? "Another attribute" : "Attribute"} help="As your application sends it.">
        <Input value={other} onChange={(event) => setOther(event.target.value)} />
      </Field>
    </ActionDialog>
  );
}
