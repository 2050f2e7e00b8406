"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
import { Textarea } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/text-link";
import { decodeFile } from "@/lib/evaluation/suites/transfer/decode";
import { type CaseFileFormat, caseFileLimits } from "@/lib/evaluation/suites/transfer/format";

export type ChosenFile = { name: string; text: string; format: CaseFileFormat; encoding: string | null };

const mostBytes = 2 * caseFileLimits.characters;

/** Lines of JSON begin with a bracket; a spreadsheet's head does not. */
const formatOf = (name: string, text: string): CaseFileFormat =>
  /\.(jsonl|ndjson|json)$/i.test(name) || /^\s*\{/.test(text) ? "jsonl" : "csv";

/** Where a file of cases comes in: dropped, chosen or pasted. */
export function ChooseFile({ onFile }: { onFile: (file: ChosenFile) => void }) {
  const [isPasting, setPasting] = useState(false);
  const [text, setText] = useState("");
  const [failure, setFailure] = useState<string | null>(null);

  const take = async ([file, ...others]: readonly File[]) => {
    if (!file) return;
    if (others.length > 0) return setFailure("One file at a time.");
    if (file.size > mostBytes) return setFailure("The file is larger than 6 MiB of text. Import it in parts.");
    if (/\.xlsx?$/i.test(file.name)) return setFailure("Save the spreadsheet as CSV first, then choose that file.");
    const decoded = decodeFile(new Uint8Array(await file.arrayBuffer()));
    onFile({ name: file.name, ...decoded, format: formatOf(file.name, decoded.text) });
  };
  return (
    <div className="grid gap-5">
      {failure ? (
        <Callout tone="negative" live>
          {failure}
        </Callout>
      ) : null}
      <FileDrop
        title="Drop a file of cases here, or choose one"
        note="CSV or JSONL, up to 10,000 rows and 6 MiB. You see first what will change."
        accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json,text/csv,text/plain,application/json"
        onFiles={(files) => void take(files)}
      />
      {isPasting ? (
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) onFile({ name: "Pasted rows", text, format: formatOf("", text), encoding: null });
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
        One row a case: columns for the prompt&rsquo;s variables, and for <code>name</code>, <code>expected</code>,{" "}
        <code>tags</code> and <code>checks</code> where there are any. An export of a suite can be imported as it is.
      </p>
    </div>
  );
}
