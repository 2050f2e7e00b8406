"use client";

import { useCallback, useState } from "react";
import { Callout } from "@/components/ui/callout";
import { Segmented } from "@/components/ui/segmented";
import { ConnectForm } from "./connect-form";
import type { FormatView, ToolView } from "./format-words";
import { PlanStep } from "./plan-step";
import { ResultStep } from "./result-step";
import { SourceStep } from "./source-step";
import { useImport } from "./use-import";
import type { Pulled } from "./use-pull";

type Props = {
  workspace: string;
  environments: readonly string[];
  formats: readonly FormatView[];
  tools: readonly ToolView[];
};

/** Files or another tool, then what they will change, then what was made. */
export function ImportView({ workspace, environments, formats, tools }: Props) {
  const steps = useImport(workspace);
  const [from, setFrom] = useState<"files" | "connect">("files");
  const { plan, result, busy, failure, files, options, look, fail, take } = steps;
  const onPulled = useCallback((pulled: Pulled) => void take(pulled), [take]);
  const notice = failure ? (
    <Callout tone="negative" live className="mb-5">
      {failure}
    </Callout>
  ) : null;
  if (result) return <ResultStep workspace={workspace} result={result} steps={steps} />;
  if (plan)
    return (
      <PlanStep
        workspace={workspace}
        environments={environments}
        formats={formats}
        steps={steps}
        plan={plan}
        notice={notice}
      />
    );
  return (
    <div className="w-full max-w-3xl px-6 pt-5 pb-12 max-md:px-4">
      {notice}
      <p className="mb-4 max-w-[62ch] text-fg-muted">
        Prompts are imported as drafts, so your applications get the same as before. Importing the same files again
        changes nothing.
      </p>
      <Segmented
        label="Where the prompts are"
        className="mb-5"
        value={from}
        onChange={setFrom}
        options={[
          { value: "files", label: "Files" },
          { value: "connect", label: "Connect to a tool" },
        ]}
      />
      {from === "connect" ? (
        <ConnectForm workspace={workspace} tools={tools} onPulled={onPulled} />
      ) : (
        <SourceStep
          formats={formats}
          busy={busy}
          onFailure={fail}
          onFiles={(more) => void look(files.length > 0 && failure ? more : [...files, ...more], options)}
        />
      )}
    </div>
  );
}
