import { useEffect, useState } from "react";
import { runPath } from "@/app/[workspace]/_components/paths";
import { useRouter } from "@/components/layout/use-router";
import { reach } from "@/components/ui/reach";
import { useForm } from "@/components/ui/use-form";
import type { RunPreview } from "@/lib/evaluation/runs/commands/create-run";
import { loadRunChoices, loadRunVersions, previewEvaluation, startEvaluation } from "../../runs/start-actions";
import { emptyForm, firstBaseline, firstVersion, type SuiteChoice, suitesFor, type VersionChoice } from "./run-form";
import { type RunInput, runSchema } from "./run-schema";

/** The initial values of the dialog. */
export type RunStart = { prompt?: string; version?: number; suite?: string };
export type ModelChoice = { provider: string; name: string; label: string };
type Preview =
  | { state: "none" | "asking" }
  | { state: "known"; preview: RunPreview }
  | { state: "refused"; why: string };

const restMs = 250;

/** The fields of a new evaluation, their options, and the estimate. */
export function useRunForm(workspace: string, start: RunStart) {
  const router = useRouter();
  const form = useForm({
    schema: runSchema,
    values: { ...emptyForm, prompt: start.prompt ?? "", suite: start.suite ?? "" },
    run: (input) => startEvaluation({ workspace, ...input }),
    onDone: ({ id }) => router.push(runPath(workspace, id)),
  });
  const [choices, setChoices] = useState<{ suites: SuiteChoice[]; models: ModelChoice[] } | null>(null);
  const [versions, setVersions] = useState<VersionChoice[] | null>(null);
  const [preview, setPreview] = useState<Preview>({ state: "none" });
  const { setValue, getValues } = form;
  const shown = form.watch();
  const { prompt } = shown;

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
      setValue("version", version);
      setValue("baseline", firstBaseline(result.data, version));
    });
    return () => {
      isHere = false;
    };
  }, [workspace, prompt, start.version, setValue]);

  useEffect(() => {
    if (choices && !getValues("suite")) setValue("suite", suitesFor(choices.suites, prompt)[0]?.id ?? "");
  }, [choices, prompt, getValues, setValue]);

  const inputJson = JSON.stringify(runSchema.safeParse(shown).data ?? null);
  useEffect(() => {
    const input = JSON.parse(inputJson) as RunInput | null;
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
  }, [workspace, inputJson]);

  return { form, choices, versions, preview };
}
