"use client";

import { Callout } from "@/components/ui/callout";
import { PlanStep } from "./plan-step";
import { ResultStep } from "./result-step";
import { SourceStep } from "./source-step";
import { useImport } from "./use-import";

type Props = { workspace: string; environments: readonly string[] };

/** Files, then what they will change, then what was made. */
export function ImportView({ workspace, environments }: Props) {
  const steps = useImport(workspace);
  const { plan, result, busy, failure, files, options, look, fail } = steps;
  const notice = failure ? (
    <Callout tone="negative" live className="mb-5">
      {failure}
    </Callout>
  ) : null;
  if (result) return <ResultStep workspace={workspace} result={result} onMore={steps.reset} />;
  if (plan)
    return <PlanStep workspace={workspace} environments={environments} steps={steps} plan={plan} notice={notice} />;
  return (
    <div className="w-full max-w-3xl px-6 pt-5 pb-12 max-md:px-4">
      {notice}
      <p className="mb-4 max-w-[62ch] text-fg-muted">
        Prompts come in as drafts: nothing your applications get changes by importing. Importing the same files again
        changes nothing.
      </p>
      <SourceStep
        busy={busy}
        onFailure={fail}
        onFiles={(more) => void look(files.length > 0 && failure ? more : [...files, ...more], options)}
      />
    </div>
  );
}
