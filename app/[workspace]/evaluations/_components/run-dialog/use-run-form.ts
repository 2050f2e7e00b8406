import { useEffect, useState } from "react";
import { reach } from "@/components/ui/reach";
import type { RunPreview } from "@/lib/evaluation/runs/commands/create-run";
import { loadRunChoices, loadRunVersions, previewEvaluation } from "../../runs/start-actions";
import {
  emptyForm,
  faultsOf,
  firstBaseline,
  firstVersion,
  type RunForm,
  type SuiteChoice,
  suitesFor,
  toInput,
  type VersionChoice,
} from "./run-form";

/** What the dialog is opened with. */
export type RunStart = { prompt?: string; version?: number; suite?: string };
export type ModelChoice = { provider: string; name: string; label: string };
type Preview =
  | { state: "none" | "asking" }
  | { state: "known"; preview: RunPreview }
  | { state: "refused"; why: string };

const restMs = 250;

/** The fields of a new evaluation, what may be chosen in them, and what it will be. */
export function useRunForm(workspace: string, start: RunStart) {
  const [form, setForm] = useState<RunForm>({ ...emptyForm, prompt: start.prompt ?? "", suite: start.suite ?? "" });
  const [choices, setChoices] = useState<{ suites: SuiteChoice[]; models: ModelChoice[] } | null>(null);
  const [versions, setVersions] = useState<VersionChoice[] | null>(null);
  const [preview, setPreview] = useState<Preview>({ state: "none" });
  const set = (fields: Partial<RunForm>) => setForm((before) => ({ ...before, ...fields }));
  const { prompt } = form;

  useEffect(() => {
    let isHere = true;
    void reach(() => loadRunChoices({ workspace })).then((result) => isHere && result.ok && setChoices(result.data));
    return () => {
      isHere = false;
    };
  }, [workspace]);

  useEffect(() => {
    if (!prompt) return;
    let isHere = true;
    setVersions(null);
    void reach(() => loadRunVersions({ workspace, prompt })).then((result) => {
      if (!isHere || !result.ok) return;
      setVersions(result.data);
      const version = firstVersion(result.data, start.version);
      setForm((before) => ({ ...before, version, baseline: firstBaseline(result.data, version) }));
    });
    return () => {
      isHere = false;
    };
  }, [workspace, prompt, start.version]);

  useEffect(() => {
    if (!choices) return;
    setForm((before) => (before.suite ? before : { ...before, suite: suitesFor(choices.suites, prompt)[0]?.id ?? "" }));
  }, [choices, prompt]);

  const asked = JSON.stringify(toInput(form));
  useEffect(() => {
    const input = JSON.parse(asked) as ReturnType<typeof toInput>;
    if (!input) return setPreview({ state: "none" });
    let isHere = true;
    setPreview((before) => (before.state === "known" ? before : { state: "asking" }));
    const timer = setTimeout(async () => {
      const result = await reach(() => previewEvaluation({ workspace, ...input }));
      if (!isHere) return;
      setPreview(
        result.ok ? { state: "known", preview: result.data } : { state: "refused", why: result.error.message },
      );
    }, restMs);
    return () => {
      isHere = false;
      clearTimeout(timer);
    };
  }, [workspace, asked]);

  return { form, set, faults: faultsOf(form), input: toInput(form), choices, versions, preview };
}
