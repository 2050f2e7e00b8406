"use client";

import { useMemo, useState } from "react";
import { progressWords, sendImport } from "@/app/[workspace]/_components/send-import";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { bringRevisionBack } from "@/app/[workspace]/evaluations/actions";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { Radio } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { LinkButton } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import { pluralize } from "@/lib/core/words";
import { type ChosenFile, readCaseBytes } from "@/lib/editing/cases/read-case-file";
import type { ImportReport } from "@/lib/evaluation/suites/commands/import-cases";
import { type Encoding, encodings } from "@/lib/evaluation/suites/transfer/encodings";
import type { ColumnMapping } from "@/lib/evaluation/suites/transfer/format";
import { guessMapping, type PromptShape, variableGaps } from "@/lib/evaluation/suites/transfer/mapping";
import { readTable } from "@/lib/evaluation/suites/transfer/read-table";
import type { SuiteView } from "@/lib/evaluation/suites/views";
import { MappingTable } from "./mapping-table";
import { ReportOf } from "./report-of";
import { RowErrors } from "./row-errors";

export type ChosenFileProps = {
  suite: SuiteView;
  prompt: PromptShape;
  file: ChosenFile;
  onFile: (file: ChosenFile | null) => void;
};

/** Says why there is nothing to import. */
const nothingWords = ({ unchanged, skipped }: ImportReport) =>
  unchanged + skipped > 0
    ? "Nothing would change. The suite already contains these cases."
    : "There is no case to import.";

type Handling = { mode: "add" | "replace"; duplicates: "skip" | "add" };

const delimiters: Record<string, string> = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" };

/** A file that was chosen: mapping of columns, errors of rows, then an atomic import. */
export function ChosenFileView({ suite, prompt, file, onFile }: ChosenFileProps) {
  const workspace = useWorkspace();
  const router = useRouter();
  const read = useMemo(() => readTable(file.text, file.format), [file]);
  const [mapping, setMapping] = useState<ColumnMapping[]>(() => (read.ok ? guessMapping(read.table, prompt) : []));
  const [handling, setHandling] = useState<Handling>({ mode: "add", duplicates: "skip" });
  const [report, setReport] = useState<ImportReport | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const base = `/${workspace}/evaluations/suites/${suite.id}`;
  const send = (how: Handling, isDryRun: boolean) => {
    const input = { id: suite.id, format: file.format, text: file.text, mapping, ...how, isDryRun };
    return sendImport(workspace, "cases", input, setShare).finally(() => setShare(null));
  };
  const checking = useAction({ run: (how: Handling) => send(how, true), onDone: setReport });
  const importing = useAction({
    run: () => send(handling, false),
    onDone: () => router.push(base),
    refresh: "done",
    done: ({ added, replaced, removed, rowsLeft }) => {
      const detail = [
        removed > 0 && `${removed} that were not in the file are removed. Earlier revisions keep them.`,
        rowsLeft.length > 0 && `${rowsLeft.length} empty ${rowsLeft.length === 1 ? "row was" : "rows were"} left out.`,
      ];
      return {
        title: `${pluralize(added + replaced, "case")} ${added + replaced === 1 ? "is" : "are"} imported.`,
        detail: detail.filter(Boolean).join(" "),
        undo: {
          run: () => bringRevisionBack({ workspace, id: suite.id, revision: suite.revision }),
          failed: "The import was not undone.",
        },
      };
    },
  });
  const failure = checking.failure ?? importing.failure;
  const check = (change: Partial<Handling> = {}) => {
    if (checking.isBusy) return;
    const how = { ...handling, ...change };
    setHandling(how);
    importing.setFailure(null);
    checking.start(how);
  };
  /** Checks again if the file was checked before. */
  const setMode = (mode: Handling["mode"]) => (report ? check({ mode }) : setHandling({ ...handling, mode }));
  const change = (next: ColumnMapping[]) => {
    setMapping(next);
    setReport(null);
  };

  const { source } = file;
  const head = (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="text-16">{file.name}</h2>
        <p className="text-fg-muted">
          {read.ok ? pluralize(read.table.rows.length, "row") : "Cannot be read"}
          {read.ok && read.table.delimiter ? `, ${delimiters[read.table.delimiter]} between the columns` : ""}
        </p>
        <LinkButton onClick={() => onFile(null)}>Choose another file</LinkButton>
      </div>
      {source?.isGuessed ? (
        <EncodingField
          value={source.encoding}
          text={file.text}
          onChange={async (encoding) => {
            const other = await readCaseBytes(file.name, source.bytes, encoding);
            if (typeof other === "string") checking.setFailure({ code: "unread", message: other });
            else onFile(other);
          }}
        />
      ) : null}
    </div>
  );
  if (!read.ok)
    return (
      <div className="grid gap-4">
        {head}
        <RowErrors errors={read.errors} count={read.errors.length} fileName={file.name} isUnread />
      </div>
    );
  const taken = report ? report.added + report.replaced : 0;
  return (
    <div className="grid gap-6">
      {head}
      <MappingTable table={read.table} mapping={mapping} prompt={prompt} onChange={change} />
      <VariableNote mapping={mapping} prompt={prompt} />
      {suite.cases > 0 ? (
        <fieldset className="grid gap-0.5">
          <legend className="mb-1 font-medium">What happens to the {pluralize(suite.cases, "case")} there</legend>
          <Radio
            name="mode"
            label="Keep them and add the file"
            checked={handling.mode === "add"}
            onChange={() => setMode("add")}
          />
          <Radio
            name="mode"
            label="Replace them with the file"
            help="Cases with the same values stay the same case, so that runs can be compared. Earlier revisions keep the others."
            checked={handling.mode === "replace"}
            onChange={() => setMode("replace")}
          />
        </fieldset>
      ) : null}
      <FailureCallout message={failure?.message} />
      {report && report.errorCount > 0 ? (
        <RowErrors errors={report.errors} count={report.errorCount} fileName={file.name} />
      ) : report ? (
        <ReportOf report={report} {...handling} onDuplicates={(duplicates) => check({ duplicates })} />
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        {report && report.errorCount === 0 ? (
          <Button
            variant="primary"
            busy={
              (importing.isBusy && progressWords(share, "Importing")) ||
              (checking.isBusy && progressWords(share, "Checking"))
            }
            off={taken + report.removed === 0 ? nothingWords(report) : null}
            onClick={() => importing.start()}
          >
            Import {pluralize(taken, "case")}
          </Button>
        ) : (
          <Button variant="primary" busy={checking.isBusy && progressWords(share, "Checking")} onClick={() => check()}>
            {report ? "Check again" : `Check ${pluralize(read.table.rows.length, "row")}`}
          </Button>
        )}
        <Button variant="quiet" href={base}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

type EncodingFieldProps = { value: Encoding; text: string; onChange: (encoding: Encoding) => void };

/** The encoding of a file that does not state it. The first rows below show what it makes of the file. */
function EncodingField({ value, text, onChange }: EncodingFieldProps) {
  const unread = text.split("\ufffd").length - 1;
  return (
    <Field
      label="Encoding"
      className="max-w-[62ch]"
      help="The file does not say it, so this is a guess. If letters look wrong in the rows below, choose another one."
      error={unread > 0 ? `${countWords(unread)} cannot be read with this encoding. Choose another one.` : undefined}
    >
      <Select
        size="sm"
        className="max-w-80"
        value={value}
        options={encodings}
        onChange={(event) => {
          const chosen = encodings.find((each) => each.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      />
    </Field>
  );
}

const countWords = (count: number) => (count === 1 ? "One character" : `${count.toLocaleString("en-US")} characters`);

const list = new Intl.ListFormat("en-GB");

/** Names the variables of the prompt without a column, and the variables that the prompt does not have. */
function VariableNote({ mapping, prompt }: { mapping: readonly ColumnMapping[]; prompt: PromptShape }) {
  const { unknown, without } = variableGaps(mapping, prompt);
  if (unknown.length + without.length === 0) return null;
  return (
    <div role="status" className="grid max-w-[80ch] gap-0.5">
      {unknown.length > 0 ? (
        <p className="text-warning">
          {`The prompt has no ${unknown.length === 1 ? "variable" : "variables"} ${list.format(unknown)}. Choose “Left out” for ${unknown.length === 1 ? "it" : "them"}, if the prompt does not get ${unknown.length === 1 ? "it" : "them"} later.`}
        </p>
      ) : null}
      {without.length > 0 ? <p className="text-fg-muted">{`No column is for ${list.format(without)}.`}</p> : null}
    </div>
  );
}
