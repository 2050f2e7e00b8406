"use client";

import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Radio } from "@/components/ui/choice";
import type { Conclusion } from "@/lib/experiments/commands/conclude-experiment";
import { formatCount } from "@/lib/experiments/results/figures";
import { decideExperiment } from "../../actions";
import { ActDialog, type ActDialogProps } from "./act-dialog";

export type DecideOption = {
  key: string;
  version: number;
  isLive: boolean;
  refusal: string | null;
  /** What got worse with it after the verdict. */
  harm: string | null;
};

type Props = Pick<ActDialogProps<Conclusion>, "canOverride" | "done" | "onClose"> & {
  id: string;
  place: string;
  usersPerDay: number | null;
  options: readonly DecideOption[];
  /** The option that the verdict suggests. */
  suggested: string;
};

/** Concludes the experiment with a choice: a version for everybody, or no change. */
export function DecideDialog({ id, place, usersPerDay, options, suggested, ...dialog }: Props) {
  const workspace = useWorkspace();
  const [key, setKey] = useState(suggested);
  const chosen = options.find((option) => option.key === key);
  const keeps = chosen?.isLive ?? true;
  const people =
    usersPerDay === null ? "" : ` ${formatCount(usersPerDay * 7)} people used the prompt there in the last week.`;
  return (
    <ActDialog
      {...dialog}
      title="Conclude the experiment"
      description={
        keeps
          ? `Everyone gets v${chosen?.version ?? ""} in ${place} at once. Nothing is promoted, because it is already live.${people}`
          : `Everyone gets v${chosen?.version ?? ""} in ${place} at once. It is a release, and can be rolled back.${people}`
      }
      act={keeps ? `Keep v${chosen?.version ?? ""}` : `Promote v${chosen?.version ?? ""}`}
      acting={keeps ? "Concluding" : "Promoting"}
      variant={keeps ? "primary" : "live"}
      run={(input) => decideExperiment({ workspace, id, variant: key, ...input })}
    >
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">Which version do you keep?</legend>
        {options.map((option) => (
          <Radio
            key={option.key}
            name="variant"
            value={option.key}
            checked={option.key === key}
            disabled={option.refusal !== null}
            onChange={() => setKey(option.key)}
            label={`v${option.version}, ${option.key}${option.isLive ? ", live now" : ""}`}
            help={option.refusal ?? option.harm ?? undefined}
          />
        ))}
      </fieldset>
    </ActDialog>
  );
}
