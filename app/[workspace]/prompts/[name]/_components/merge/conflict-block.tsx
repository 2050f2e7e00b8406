"use client";

import { Check } from "lucide-react";
import { useId, useMemo } from "react";
import { TemplateEditor } from "@/components/editor/template-editor";
import { cn } from "@/components/ui/cn";
import { Segmented } from "@/components/ui/segmented";
import { type OwnChoice, textOf } from "@/lib/editing/merge/settled";
import { wordTints } from "@/lib/editing/merge/word-tints";
import type { MergeConflict } from "@/lib/registry/merge";

type ChosenSide = "open" | "ours" | "theirs" | "both" | "own";

const sideOf = (choice: OwnChoice | undefined): ChosenSide =>
  !choice ? "open" : "text" in choice ? "own" : choice.take;
const ways = [
  { value: "ours", label: "Take mine" },
  { value: "theirs", label: "Take theirs" },
  { value: "both", label: "Both" },
  { value: "own", label: "Edit" },
] as const;

type Props = {
  conflict: MergeConflict;
  oursLabel: string;
  theirsLabel: string;
  choice: OwnChoice | undefined;
  onChoose: (choice: OwnChoice) => void;
};

/** A conflict: the versions of both sides, and the choice of the result. */
export function ConflictBlock({ conflict, oursLabel, theirsLabel, choice, onChoose }: Props) {
  const id = useId();
  const way = sideOf(choice);
  const { label, kind, line, base, ours, theirs } = conflict;
  const choose = (next: ChosenSide) => {
    if (next === "own") onChoose({ text: textOf(conflict, choice) });
    else if (next !== "open") onChoose({ take: next });
  };
  const where = line && ours !== null ? `line ${line.ours}` : "";
  return (
    <li>
      <section
        aria-labelledby={id}
        tabIndex={-1}
        data-open={way === "open" || undefined}
        className="scroll-mt-13 border-line border-b outline-none focus-visible:shadow-[inset_2px_0_0_var(--accent)]"
      >
        <header className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1.5 bg-surface-sunken px-6 py-1.5 max-md:px-4">
          <h3 id={id} className="text-13">
            {label}
          </h3>
          {where ? <span className="text-12 text-fg-muted">{where}</span> : null}
          {way === "open" ? (
            <span className="text-12 text-warning">open</span>
          ) : (
            <span className="inline-flex items-center gap-1 text-12 text-positive">
              <Check className="size-3.5" />
              settled
            </span>
          )}
          <Segmented
            className="ml-auto max-md:ml-0 max-md:w-full"
            label={`The result: ${label}`}
            value={way}
            onChange={choose}
            options={kind === "text" ? ways : ways.slice(0, 2)}
          />
        </header>
        <div className="grid grid-cols-2 max-md:grid-cols-1">
          <Side
            word="Mine"
            from={oursLabel}
            text={ours}
            base={base}
            firstLine={line?.ours}
            isValue={kind === "value"}
            isTaken={way === "ours" || way === "both"}
            className="border-line border-r max-md:border-r-0 max-md:border-b"
          />
          <Side
            word="Theirs"
            from={theirsLabel}
            text={theirs}
            base={base}
            firstLine={line?.theirs}
            isValue={kind === "value"}
            isTaken={way === "theirs" || way === "both"}
          />
        </div>
        {way === "own" ? (
          <div data-editor-block className="border-line border-t">
            <p className="px-6 pt-2 font-medium text-12 max-md:px-4">The result</p>
            <TemplateEditor
              label={`The result: ${label}`}
              value={textOf(conflict, choice)}
              onChange={(text) => onChoose({ text })}
              suggestions={noSuggestions}
            />
          </div>
        ) : null}
        <Before base={base} />
      </section>
    </li>
  );
}

const noSuggestions = { variables: [], snippets: [] };

type SideProps = {
  word: string;
  from: string;
  text: string | null;
  base: string | null;
  firstLine: number | undefined;
  isValue: boolean;
  isTaken: boolean;
  className?: string;
};

function Side({ word, from, text, base, firstLine = 1, isValue, isTaken, className }: SideProps) {
  const tints = useMemo(() => wordTints(base, text), [base, text]);
  return (
    <div className={cn("min-w-0", className)}>
      <p
        className={cn(
          "flex items-center gap-1.5 px-6 py-1 text-12 leading-5 max-md:px-4",
          isTaken && "bg-surface-selected shadow-[inset_2px_0_0_var(--accent)]",
        )}
      >
        <b className="font-medium">{word}</b>
        <span className="min-w-0 truncate text-fg-muted">{from}</span>
        {isTaken ? (
          <span className="ml-auto inline-flex items-center gap-1 text-accent">
            <Check className="size-3.5" />
            taken
          </span>
        ) : null}
      </p>
      {text === null ? (
        <p className="px-6 pt-1.5 pb-3 text-fg-muted max-md:px-4">
          {base === null ? "This side is empty." : "Removed here."}
        </p>
      ) : isValue ? (
        <pre className="whitespace-pre-wrap px-6 pt-1.5 pb-3 font-mono leading-[21px] [overflow-wrap:anywhere] max-md:px-4">
          {text}
        </pre>
      ) : (
        <TemplateEditor
          readOnly
          label={`${word}, ${from}`}
          value={text}
          firstLine={firstLine}
          tints={tints}
          onChange={() => {}}
          suggestions={noSuggestions}
        />
      )}
    </div>
  );
}

/** The text before both changes. */
function Before({ base }: { base: string | null }) {
  if (base === null) return null;
  return (
    <details className="border-line border-t px-6 py-2 text-12 max-md:px-4">
      <summary className="cursor-pointer text-fg-muted hover:text-fg max-md:min-h-10 max-md:py-2.5">
        Before both changes
      </summary>
      <pre className="mt-1.5 whitespace-pre-wrap font-mono text-fg-muted [overflow-wrap:anywhere]">{base}</pre>
    </details>
  );
}
