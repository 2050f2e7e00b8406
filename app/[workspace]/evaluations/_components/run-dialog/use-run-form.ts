import { useEffect } from "react";
import { runPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import {
  loadRunChoices,
  loadRunVersions,
  previewEvaluation,
  startEvaluation,
} from "@/app/[workspace]/evaluations/runs/actions";
import { useRouter } from "@/components/layout/use-router";
import { useForm } from "@/components/ui/use-form";
import { useRead } from "@/components/ui/use-read";
import { emptyForm, firstBaseline, firstSuite, firstVersion } from "@/lib/editing/evaluation-run/run-form";
import { runSchema } from "@/lib/editing/evaluation-run/run-schema";

/** The initial values of the dialog. */
export type RunStart = { prompt?: string; version?: number; suite?: string };

const restMs = 250;

/** The fields of a new evaluation, their options, and the estimate. */
export function useRunForm(start: RunStart) {
  const workspace = useWorkspace();
  const router = useRouter();
  const form = useForm({
    schema: runSchema,
    values: { ...emptyForm, prompt: start.prompt ?? "", suite: start.suite ?? "" },
    run: (input) => startEvaluation({ workspace, ...input }),
    onDone: ({ id }) => router.push(runPath(workspace, id)),
  });
  const { setValue, getValues } = form;
  const shown = form.watch();
  const { prompt } = shown;
  const { data: choices } = useRead(loadRunChoices, { workspace });
  const { data: versions } = useRead(loadRunVersions, prompt ? { workspace, prompt } : null);
  const input = runSchema.safeParse(shown).data ?? null;
  const estimate = useRead(previewEvaluation, input && { workspace, ...input }, { restMs, isKept: true });

  useEffect(() => {
    if (!versions) return;
    const version = firstVersion(versions, start.version);
    setValue("version", version);
    setValue("baseline", firstBaseline(versions, version));
  }, [versions, start.version, setValue]);

  useEffect(() => {
    if (choices && !getValues("suite")) setValue("suite", firstSuite(choices.suites, prompt));
  }, [choices, prompt, getValues, setValue]);

  return { form, choices, versions, estimate, isComplete: input !== null };
}
