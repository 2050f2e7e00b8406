import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { AppError } from "@/lib/core/errors";
import { findStandIn } from "../../models/queries";
import { findOwnSuite } from "../../suites/queries";
import type { runBeforeAfterInput } from "../schema";
import type { RunView } from "../types";
import { createRun, previewRun } from "./create-run";

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
