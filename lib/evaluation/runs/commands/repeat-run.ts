import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { AppError } from "@/lib/core/errors";
import { findStandIn } from "../../models/queries";
import type { ScorerConfig } from "../../scorers/schema";
import { findOwnSuite } from "../../suites/queries";
import { getRunOrThrow } from "../queries";
import type { runBeforeAfterInput } from "../schema";
import type { RunTrigger, RunView } from "../types";
import { createRun, previewRun } from "./create-run";
import type { GivenSet } from "./plan-run";

/**
 * Creates a run with the cases, scorers, model and versions of an earlier run, regardless of later changes to the suite
 * and the live version. Throws 404 `not_found`.
 */
export async function repeatRun(
  actor: Actor,
  { id }: { id: string },
  trigger: RunTrigger = "manual",
): Promise<RunView> {
  const run = await getRunOrThrow(actor, id);
  return createRun(actor, { ...inputOf(run), trigger }, setOf(run));
}

/** Evaluates another version of the run's prompt with the cases, scorers, model and repeats of the run. */
export async function runForComparison(
  actor: Actor,
  { id, version }: { id: string; version: number },
): Promise<RunView> {
  const run = await getRunOrThrow(actor, id);
  const { baselineVersion: _, budgetUsd: __, environment: ___, ...runFields } = inputOf(run);
  return createRun(actor, { ...runFields, version, trigger: "baseline" }, setOf(run));
}

/** Creates a run of the same versions, model and repeats with the current cases and scorers of the suite. */
export async function runOnPresentSet(actor: Actor, { id }: { id: string }): Promise<RunView> {
  return createRun(actor, { ...inputOf(await getRunOrThrow(actor, id)), trigger: "manual" });
}

/** The scorers contain the resolved models of the judges, so the same judges are used again. */
function setOf({ suite, scorers, configHash }: RunView): GivenSet {
  return { suiteRevision: suite.revision, scorers: scorers as unknown as ScorerConfig[], configHash };
}

function inputOf(run: RunView) {
  const { prompt, version, suite, model, isOwnModel, caseLimit, repeats, concurrency } = run;
  const { budgetUsd, baseline, environment } = run;
  return {
    prompt,
    version,
    suite: suite.id,
    repeats,
    concurrency,
    ...(!isOwnModel && { model }),
    ...(caseLimit !== null && { cases: caseLimit }),
    ...(budgetUsd !== null && { budgetUsd }),
    ...(baseline && { baselineVersion: baseline.version }),
    ...(environment !== null && { environment }),
  };
}

/** The number of cases shown in a review. */
const caseCount = 5;
/** The budget of a run for a review, in US dollars. */
const mostUsd = 1;

/** A prompt and the two versions to compare. */
export type ComparedVersions = z.output<typeof runBeforeAfterInput>;

/**
 * Runs five cases of the prompt's own suite with both versions, on the offline model if no provider is connected.
 * Throws 409 if the prompt has no suite of its own.
 */
export async function runBeforeAfter(
  actor: Actor,
  { prompt, version, baselineVersion }: ComparedVersions,
): Promise<RunView> {
  authorize(actor, "evaluation:run");
  const suite = await findOwnSuite(actor, prompt);
  if (!suite) throw new AppError("invalid_state", `No test suite with cases belongs to ${prompt}. Create one first.`);
  const standIn = await findStandIn(actor);
  const runFields = { prompt, version, baselineVersion, suite, cases: caseCount, ...(standIn && { model: standIn }) };
  const { costUsd } = await previewRun(actor, runFields);
  return createRun(actor, { ...runFields, trigger: "manual", ...(costUsd !== null && { budgetUsd: mostUsd }) });
}
