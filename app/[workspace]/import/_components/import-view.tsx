"use client";

import { useCallback, useEffect, useState } from "react";
import { Callout } from "@/components/ui/callout";
import { latePart } from "@/components/ui/late-part";
import { PartLoading } from "@/components/ui/part-loading";
import { Segmented } from "@/components/ui/segmented";
import { LinkButton } from "@/components/ui/text-link";
import { ConnectForm } from "./connect-form";
import type { FormatView, ToolView } from "./format-views";
import { SourceStep } from "./source-step";
import { useImport } from "./use-import";
import type { Pulled } from "./use-pull";

const loadPlan = () => import("./plan-step");
const loadResult = () => import("./result-step");
const PlanStep = latePart(() => loadPlan().then((module) => module.PlanStep), PartLoading);
const ResultStep = latePart(() => loadResult().then((module) => module.ResultStep), PartLoading);

type Props = {
  environments: readonly string[];
  formats: readonly FormatView[];
  tools: readonly ToolView[];
};

/** The steps of an import: the source, the plan, the result. */
export function ImportView({ environments, formats, tools }: Props) {
  const steps = useImport();
  const [from, setFrom] = useState<"files" | "connect">("files");
  const { plan, result, busy, failure, isLost, files, leftOut, options, asked, look, fail, leaveOut, take } = steps;
  useEffect(() => {
    if (busy) for (const load of [loadPlan, loadResult]) load().catch(() => {}); // while the server reads
  }, [busy]);
  const onPulled = useCallback((pulled: Pulled) => void take(pulled), [take]);
  const notice = (
    <>
      {failure ? (
        <Callout
          tone="negative"
          live
          className="mb-5"
          action={
            isLost && files.length > 0 ? (
              <LinkButton onClick={() => void look(files, asked)}>Send the files again</LinkButton>
            ) : null
          }
        >
          {failure}
        </Callout>
      ) : null}
      {leftOut.length > 0 ? (
        <Callout tone="warning" live className="mb-5">
          {`${leftOutWords(leftOut)} left out: ${leftOut.length === 1 ? "it is not a text file." : "they are not text files."}`}
        </Callout>
      ) : null}
    </>
  );
  if (result) return <ResultStep result={result} steps={steps} />;
  if (plan) return <PlanStep environments={environments} formats={formats} steps={steps} plan={plan} notice={notice} />;
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
        <ConnectForm tools={tools} onPulled={onPulled} />
      ) : (
        <SourceStep
          formats={formats}
          busy={busy}
          onFailure={fail}
          onFiles={(read) => {
            leaveOut(read.leftOut);
            void look(files.length > 0 && failure ? read.files : [...files, ...read.files], options);
          }}
        />
      )}
    </div>
  );
}

const mostNamed = 5;

/** "photo.png is", "a.png, b.png and 3 more are" */
function leftOutWords(names: readonly string[]): string {
  const named = names.slice(0, mostNamed).join(", ");
  if (names.length > mostNamed) return `${named} and ${names.length - mostNamed} more are`;
  return `${named} ${names.length === 1 ? "is" : "are"}`;
}
