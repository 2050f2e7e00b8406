"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
import { Textarea } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/text-link";
import { decodeFile, isBinary } from "@/lib/evaluation/suites/transfer/decode";
import { type CaseFileFormat, caseFileLimits } from "@/lib/evaluation/suites/transfer/format";

export type ChosenFile = { name: string; text: string; format: CaseFileFormat; encoding: string | null };

const mostBytes = 2 * caseFileLimits.characters;

/** The format of a file of tests, which contains a list of rows. Null: CSV or JSONL. */
function listFormatOf(name: string, text: string): "json" | "yaml" | null {
  if (/\.ya?ml$/i.test(name)) return "yaml";
  const [first = ""] = text.trimStart().split("\n", 1);
  const isLine = /^\{.*\}\s*$/.test(first);
  return /^\s*[[{]/.test(text) && !isLine ? "json" : null;
}

/** JSONL begins with a bracket, a CSV header does not. */
const formatOf = (name: string, text: string): CaseFileFormat =>
  /\.(jsonl|ndjson|json)$/i.test(name) || /^\s*\{/.test(text) ? "jsonl" : "csv";

/** Converts the file to rows with columns. Returns the reason if it has none. */
async function toRows(name: string, text: string): Promise<Pick<ChosenFile, "text" | "format"> | string> {
  const format = listFormatOf(name, text);
  if (!format) return { text, format: formatOf(name, text) };
  const { readTests } = await import("@/lib/evaluation/suites/transfer/tests-file");
  const tests = readTests(text, format);
  return tests.ok ? { text: tests.lines, format: "jsonl" } : tests.errors.map(({ message }) => message).join(" ");
}

/** Accepts a file of cases: dropped, chosen or pasted. */
export function ChooseFile({ onFile }: { onFile: (file: ChosenFile) => void }) {
  const [isPasting, setPasting] = useState(false);
  const [text, setText] = useState("");
  const [failure, setFailure] = useState<string | null>(null);

  const take = async ([file, ...others]: readonly File[]) => {
    if (!file) return;
    if (others.length > 0) return setFailure("One file at a time.");
    if (file.size > mostBytes) return setFailure("The file is larger than 6 MiB of text. Import it in parts.");
    if (/\.xlsx?$/i.test(file.name)) return setFailure("Save the spreadsheet as CSV first, then choose that file.");
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (isBinary(bytes)) return setFailure(`${file.name} is not a text file.`);
    const decoded = decodeFile(bytes);
    await open(file.name, decoded.text, decoded.encoding);
  };
  const open = async (name: string, text: string, encoding: string | null) => {
    const rows = await toRows(name, text);
    if (typeof rows === "string") setFailure(`${name}: ${rows}`);
    else onFile({ name, encoding, ...rows });
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
        note="CSV, JSONL, JSON or YAML, up to 10,000 rows and 6 MiB. You see the changes before the import."
        accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json,.yaml,.yml,text/csv,text/plain,application/json"
        onFiles={(files) => void take(files)}
      />
      {isPasting ? (
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) void open("Pasted rows", text, null);
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
        <code>tags</code> and <code>checks</code> where there are any. An export of a suite can be imported as it is,
        and so can promptfoo&rsquo;s tests, samples of OpenAI evals and Langfuse&rsquo;s dataset items.
      </p>
    </div>
  );
}
