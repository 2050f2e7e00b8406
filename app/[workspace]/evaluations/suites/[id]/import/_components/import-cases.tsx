"use client";

import { useMemo, useState, useTransition } from "react";
import { progressWords, sendImport } from "@/app/[workspace]/_components/send-import";
import { bringRevisionBack } from "@/app/[workspace]/evaluations/actions";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Radio } from "@/components/ui/choice";
import { reach } from "@/components/ui/reach";
import { LinkButton } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import type { ImportReport } from "@/lib/evaluation/suites/commands/import-cases";
import type { ColumnMapping } from "@/lib/evaluation/suites/transfer/format";
import { guessMapping, type PromptShape } from "@/lib/evaluation/suites/transfer/mapping";
import { readTable } from "@/lib/evaluation/suites/transfer/read-table";
import type { SuiteView } from "@/lib/evaluation/suites/views";
import { ChooseFile } from "./choose-file";
import { EncodingField } from "./encoding-field";
import { MappingTable } from "./mapping-table";
import { type ChosenFile, readCaseBytes } from "./read-case-file";
import { ReportOf } from "./report-of";
import { RowErrors } from "./row-errors";
import { VariableNote } from "./variable-note";
import { casesWords, rowsWords } from "./words";

type Props = { workspace: string; suite: SuiteView; prompt: PromptShape };

/** The import of a file: mapping of columns, errors of rows, then an atomic import. */
export function ImportCases({ workspace, suite, prompt }: Props) {
  const [file, setFile] = useState<ChosenFile | null>(null);
  if (!file) return <ChooseFile onFile={setFile} />;
  return (
    <Chosen
      key={`${file.name} ${file.text.length} ${file.source?.encoding}`}
      workspace={workspace}
      suite={suite}
      prompt={prompt}
      file={file}
      onFile={setFile}
    />
  );
}

type ChosenProps = Props & { file: ChosenFile; onFile: (file: ChosenFile | null) => void };

/** Says why there is nothing to import. */
const nothingWords = ({ unchanged, skipped }: ImportReport) =>
  unchanged + skipped > 0
    ? "Nothing would change. The suite already contains these cases."
    : "There is no case to import.";

const delimiters: Record<string, string> = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" };

function Chosen({ workspace, suite, prompt, file, onFile }: ChosenProps) {
  const router = useRouter();
  const read = useMemo(() => readTable(file.text, file.format), [file]);
  const [mapping, setMapping] = useState<ColumnMapping[]>(() => (read.ok ? guessMapping(read.table, prompt) : []));
  const [mode, setMode] = useState<"add" | "replace">("add");
  const [duplicates, setDuplicates] = useState<"skip" | "add">("skip");
  const [report, setReport] = useState<ImportReport | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isChecking, startChecking] = useTransition();
  const [isImporting, startImporting] = useTransition();
  const base = `/${workspace}/evaluations/suites/${suite.id}`;
  const [share, setShare] = useState<number | null>(null);
  const input = { id: suite.id, format: file.format, text: file.text, mapping };

  const check = (how: { mode: "add" | "replace"; duplicates: "skip" | "add" }) => {
    setMode(how.mode);
    setDuplicates(how.duplicates);
    setFailure(null);
    startChecking(async () => {
      const result = await sendImport(workspace, "cases", { ...input, ...how, isDryRun: true }, setShare);
      setShare(null);
      if (result.ok) setReport(result.data);
      else setFailure(result.message);
    });
  };
  const change = (next: ColumnMapping[]) => {
    setMapping(next);
    setReport(null);
  };
  const load = () =>
    startImporting(async () => {
      const result = await sendImport(workspace, "cases", { ...input, mode, duplicates }, setShare);
      setShare(null);
      if (!result.ok) return setFailure(result.message);
      const { added, replaced, removed, rowsLeft } = result.data;
      const detail = [
        removed > 0 && `${removed} that were not in the file are removed. Earlier revisions keep them.`,
        rowsLeft.length > 0 && `${rowsLeft.length} empty ${rowsLeft.length === 1 ? "row was" : "rows were"} left out.`,
      ];
      router.push(base);
      router.refresh();
      toast({
        title: `${casesWords(added + replaced)} ${added + replaced === 1 ? "is" : "are"} imported.`,
        detail: detail.filter(Boolean).join(" "),
        undo: async () => {
          const back = await reach(() => bringRevisionBack({ workspace, id: suite.id, revision: suite.revision }));
          if (back.ok) router.refresh();
          else toast({ tone: "failed", title: "The import was not undone.", detail: back.error.message });
        },
      });
    });

  const { source } = file;
  const head = (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="text-16">{file.name}</h2>
        <p className="text-fg-muted">
          {read.ok ? rowsWords(read.table.rows.length) : "Cannot be read"}
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
            if (typeof other === "string") setFailure(other);
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
          <legend className="mb-1 font-medium">What happens to the {casesWords(suite.cases)} there</legend>
          <Radio
            name="mode"
            label="Keep them and add the file"
            checked={mode === "add"}
            onChange={() => (report ? check({ mode: "add", duplicates }) : setMode("add"))}
          />
          <Radio
            name="mode"
            label="Replace them with the file"
            help="Cases with the same values stay the same case, so that runs can be compared. Earlier revisions keep the others."
            checked={mode === "replace"}
            onChange={() => (report ? check({ mode: "replace", duplicates }) : setMode("replace"))}
          />
        </fieldset>
      ) : null}
      {failure ? (
        <Callout tone="negative" live>
          {failure}
        </Callout>
      ) : null}
      {report && report.errorCount > 0 ? (
        <RowErrors errors={report.errors} count={report.errorCount} fileName={file.name} />
      ) : report ? (
        <ReportOf
          report={report}
          mode={mode}
          duplicates={duplicates}
          onDuplicates={(next) => check({ mode, duplicates: next })}
        />
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        {report && report.errorCount === 0 ? (
          <Button
            variant="primary"
            busy={
              (isImporting && progressWords(share, "Importing")) || (isChecking && progressWords(share, "Checking"))
            }
            off={taken + report.removed === 0 ? nothingWords(report) : null}
            onClick={load}
          >
            Import {casesWords(taken)}
          </Button>
        ) : (
          <Button
            variant="primary"
            busy={isChecking && progressWords(share, "Checking")}
            onClick={() => check({ mode, duplicates })}
          >
            {report ? "Check again" : `Check ${rowsWords(read.table.rows.length)}`}
          </Button>
        )}
        <Button variant="quiet" href={base}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
