"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
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
  const id = useId();
  const [isOver, setOver] = useState(false);
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
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take([...event.dataTransfer.files]);
  };
  return (
    <div className="grid gap-5">
      {failure ? (
        <Callout tone="negative" live>
          {failure}
        </Callout>
      ) : null}
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
        className={cn(
          "grid cursor-pointer justify-items-center gap-1 rounded-lg border border-line-control border-dashed px-6 py-10 text-center transition-colors hover:bg-surface-hover has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
          isOver && "border-accent bg-accent-soft",
        )}
      >
        <FileUp aria-hidden="true" className="size-5 text-fg-muted" />
        <span className="font-medium text-14">Drop a file of cases here, or choose one</span>
        <span className="text-fg-muted">
          CSV or JSONL, up to 10,000 rows and 6 MiB. You see first what will change.
        </span>
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json,text/csv,text/plain,application/json"
          className="sr-only"
          onChange={(event) => {
            void take([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
      </label>
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
