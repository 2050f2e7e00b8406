import type { ColumnMapping } from "@/lib/evaluation/suites/transfer/format";
import { type PromptShape, variableGaps } from "@/lib/evaluation/suites/transfer/mapping";

const list = new Intl.ListFormat("en-GB");

/** Names the variables of the prompt without a column, and the variables that the prompt does not have. */
export function VariableNote({ mapping, prompt }: { mapping: readonly ColumnMapping[]; prompt: PromptShape }) {
  const { unknown, without } = variableGaps(mapping, prompt);
  if (unknown.length + without.length === 0) return null;
  return (
    <div role="status" className="grid max-w-[80ch] gap-0.5">
      {unknown.length > 0 ? (
        <p className="text-warning">
          {`The prompt has no ${unknown.length === 1 ? "variable" : "variables"} ${list.format(unknown)}.`}
        </p>
      ) : null}
      {without.length > 0 ? <p className="text-fg-muted">{`No column is for ${list.format(without)}.`}</p> : null}
    </div>
  );
}
