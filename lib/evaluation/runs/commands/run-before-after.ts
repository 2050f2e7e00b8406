import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { AppError } from "@/lib/core/errors";
import { findStandIn } from "../../models/queries";
import { findOwnSuite } from "../../suites/queries";
import type { runBeforeAfterInput } from "../schema";
import type { RunView } from "../types";
import { createRun, previewRun } from "./create-run";

/** How many cases a review shows. */
const casesAsked = 5;
/** A run for a review ends before it costs more, in US dollars. */
const mostUsd = 1;

/** A prompt and the two versions of it that are compared. */
export type ComparedVersions = z.output<typeof runBeforeAfterInput>;

/**
 * Answers five cases of the prompt's own suite with both versions, on the offline model where no provider is connected.
 * 409 for a prompt without a suite of its own.
 */
export async function runBeforeAfter(
  actor: Actor,
  { prompt, version, baselineVersion }: ComparedVersions,
): Promise<RunView> {
  authorize(actor, "evaluation:run");
  const suite = await findOwnSuite(actor, prompt);
  if (!suite) throw new AppError("invalid_state", `No test suite with cases belongs to ${prompt}. Create one first.`);
  const standIn = await findStandIn(actor);
  const asked = { prompt, version, baselineVersion, suite, cases: casesAsked, ...(standIn && { model: standIn }) };
  const { costUsd } = await previewRun(actor, asked);
  return createRun(actor, { ...asked, trigger: "manual", ...(costUsd !== null && { budgetUsd: mostUsd }) });
}
