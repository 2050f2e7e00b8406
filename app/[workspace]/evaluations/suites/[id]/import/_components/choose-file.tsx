"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
import { Textarea } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/text-link";
import { type ChosenFile, readCaseFile, readCaseText } from "@/lib/editing/cases/read-case-file";
import { caseFileLimits } from "@/lib/evaluation/suites/transfer/format";

/** Accepts a file of cases: dropped, chosen or pasted. */
export function ChooseFile({ onFile }: { onFile: (file: ChosenFile) => void }) {
  const [isPasting, setPasting] = useState(false);
  const [text, setText] = useState("");
  const [failure, setFailure] = useState<string | null>(null);

  const take = async ([file, ...others]: readonly File[]) => {
    if (!file) return;
    if (others.length > 0) return setFailure("One file at a time.");
    open(await readCaseFile(file, navigator.languages));
  };
  const open = (read: ChosenFile | string) => (typeof read === "string" ? setFailure(read) : onFile(read));
  return (
    <div className="grid gap-5">
      <FailureCallout message={failure} />
      <FileDrop
        title="Drop a file of cases here, or choose one"
        note="CSV, JSONL, JSON or YAML, up to 10,000 rows and 6 MiB. You see the changes before the import."
        accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json,.yaml,.yml,text/csv,text/plain,application/json"
        onFiles={(files) => void take(files)}
      />
      {isPasting ? (
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) void readCaseText("Pasted rows", text).then(open);
          }}
        >
          <Field label="Rows" help="The first row of a spreadsheet names its columns.">
            <Textarea
              mono
              rows={10}
              value={text}
              autoFocus
              spellCheck={false}
              maxLength={caseFileLimits.characters}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
          <div>
            <Button type="submit" off={text.trim() ? null : "There are no rows yet"}>
              Name the columns
            </Button>
          </div>
        </form>
      ) : (
        <p className="text-fg-muted">
          Or <LinkButton onClick={() => setPasting(true)}>paste rows</LinkButton> from a spreadsheet.
        </p>
      )}
      <p className="max-w-[62ch] text-fg-muted">
        One row for each case: columns for the prompt&rsquo;s variables, and for <code>name</code>,{" "}
        <code>expected</code>, <code>tags</code> and <code>checks</code> where there are any. An export of a suite can
        be imported as it is, and so can promptfoo&rsquo;s tests, samples of OpenAI evals and Langfuse&rsquo;s dataset
        items.
      </p>
    </div>
  );
}
