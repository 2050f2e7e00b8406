import { useCallback, useMemo, useState } from "react";
import { analyzeDraft, type DraftAnalysis } from "@/lib/editing/draft/analysis";
import { faultWords } from "@/lib/editing/draft/blocking";
import type { Draft } from "@/lib/editing/draft/draft";
import type { SnippetShelf } from "@/lib/editing/draft/draft-snippets";
import type { EditSetup } from "@/lib/editing/draft/setup";
import type { RunBody } from "@/lib/editing/run/read-run";
import { answerOf } from "@/lib/editing/run/run-state";
import type { ChosenModel } from "@/lib/editing/samples/sample-store";
import { type Fields, missingNames, openPlaceholders, turnsOf, valuesOf } from "@/lib/editing/samples/sample-values";
import type { Variable } from "@/lib/template/content";
import type { CaseDraft } from "../run/keep-case-dialog";
import { useRuns } from "../run/use-runs";
import type { Sampling } from "../samples/use-samples";

/** What must be fixed before a run can be sent. */
export type Blocked = { kind: "fault" | "model"; message: string } | { kind: "samples"; names: string[] };

type Input = {
  setup: EditSetup;
  draft: Draft;
  analysis: DraftAnalysis;
  shelf: SnippetShelf;
  sampling: Sampling;
  /** Shows the preview on a small screen. */
  onShow: () => void;
};

const declaredIn = ({ content, inherited }: DraftAnalysis): Variable[] => [...(content.variables ?? []), ...inherited];

/** Returns the request for a run of the draft: its content, and the values of its variables and placeholders. */
function bodyOf(name: string, analysis: DraftAnalysis, fields: Fields, model: ChosenModel | null): RunBody {
  const declared = declaredIn(analysis);
  const known = new Set(declared.map((variable) => variable.name));
  const open = openPlaceholders(analysis.content);
  const pick = <T>(values: Record<string, T>, isWanted: (key: string) => boolean) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => isWanted(key)));
  return {
    prompt: name,
    content: analysis.content,
    variables: pick(valuesOf(fields, declared), (key) => known.has(key)),
    placeholders: pick(turnsOf(fields), (key) => open.includes(key)),
    ...(model && { model }),
  };
}

/** Runs the current draft with the current samples, on its own model or on a chosen one. */
export function useDraftRun({ setup, draft, analysis, shelf, sampling, onShow }: Input) {
  const { prompt } = setup;
  const { state, run, stop } = useRun();
  const [view, setView] = useState<"preview" | "model">("preview");
  const [ran, setRan] = useState<{ body: RunBody; key: string } | null>(null);
  const [isRequested, setRequested] = useState(false);
  const { fields, setModel } = sampling;
  const model = sampling.model ?? setup.standIn;

  const blockedBy = useCallback(
    (found: DraftAnalysis, chosen: ChosenModel | null): Blocked | null => {
      const [fault] = found.faults;
      const [field] = found.fieldProblems;
      if (fault) return { kind: "fault", message: faultWords(fault, draft) };
      if (field) return { kind: field.field.startsWith("model/") ? "model" : "fault", message: field.message };
      if (!chosen && !found.content.model) return { kind: "model", message: "No model is chosen yet." };
      const names = missingNames(fields, declaredIn(found));
      return names.length > 0 ? { kind: "samples", names } : null;
    },
    [draft, fields],
  );

  const start = useCallback(
    (chosen: ChosenModel | null = model) => {
      // Analyzes again, because `analysis` is delayed and may lack the last edits.
      const found = analyzeDraft(draft, shelf, prompt.name);
      setView("preview");
      onShow();
      setRequested(true);
      if (blockedBy(found, chosen)) return;
      const body = bodyOf(prompt.name, found, fields, chosen);
      setRan({ body, key: JSON.stringify(body) });
      void run(body);
    },
    [draft, shelf, prompt.name, onShow, blockedBy, fields, model, run],
  );
  const runOn = useCallback(
    (chosen: ChosenModel | null) => {
      setModel(chosen);
      start(chosen);
    },
    [setModel, start],
  );

  const blocked = useMemo(
    () => (isRequested ? blockedBy(analysis, model) : null),
    [isRequested, blockedBy, analysis, model],
  );
  const isOld = useMemo(
    () => ran !== null && JSON.stringify(bodyOf(prompt.name, analysis, fields, model)) !== ran.key,
    [ran, prompt.name, analysis, fields, model],
  );
  const caseDraft = (): CaseDraft | null => {
    if (!ran || !state.request) return null;
    const { provider, name } = state.request;
    const source = { kind: "playground" as const, prompt: prompt.name, model: `${provider}/${name}` };
    const { variables, placeholders } = ran.body;
    return { variables, placeholders: placeholders as CaseDraft["placeholders"], answer: answerOf(state), source };
  };
  return { state, start, runOn, stop, blocked, isOld, view, setView, caseDraft };
}

export type DraftRun = ReturnType<typeof useDraftRun>;

const only = "run";

/** Manages one run at a time. A new run aborts the previous one. Leaving the page aborts it, too. */
function useRun() {
  const { stateOf, run, stop } = useRuns();
  const runOnly = useCallback((body: RunBody) => run(only, body), [run]);
  const stopOnly = useCallback(() => stop(only), [stop]);
  return { state: stateOf(only), run: runOnly, stop: stopOnly };
}
