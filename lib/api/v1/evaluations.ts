import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { share } from "@/lib/core/view-fields";
import { listComparedCases } from "@/lib/evaluation/comparison/queries/cases";
import { comparedCase } from "@/lib/evaluation/comparison/views";
import { eachDimension } from "@/lib/evaluation/each-dimension";
import { createRun } from "@/lib/evaluation/runs/commands/create-run";
import { cancelRun } from "@/lib/evaluation/runs/commands/end-run";
import { repeatRun } from "@/lib/evaluation/runs/commands/repeat-run";
import { getRunOrThrow, listRuns } from "@/lib/evaluation/runs/queries";
import { createRunInput } from "@/lib/evaluation/runs/schema";
import { runStatuses } from "@/lib/evaluation/runs/statuses";
import { type RunView, runView } from "@/lib/evaluation/runs/types";
import { type ByDimension, dimensions } from "@/lib/registry/gate/dimensions";
import { getGateResult } from "@/lib/registry/gate/queries/results";
import { gateResultView } from "@/lib/registry/gate/result";
import { promptName } from "@/lib/registry/schema";
import { accepted, ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { environmentName, id, idPath, versionText } from "./fields";
import { pageOf } from "./schema";

const { scorers, configHash, ...shown } = runView.shape;

/** A run without its cases, as in lists. Dimensions are plain numbers. */
const fields = {
  ...shown,
  dimensions: eachDimension(share.nullable()).meta({
    description: "The mean score over cases by dimension, once the run is finished; null if nothing was measured.",
  }),
};

const evaluationView = z.strictObject(fields).meta({ id: "Evaluation" });

const evaluationDetail = z
  .strictObject({
    ...fields,
    details: runView.shape.dimensions,
    scorers,
    configHash,
    gate: gateResultView
      .nullable()
      .meta({ description: "The current gate result of the environment; null without an environment." }),
    cases: z.array(comparedCase).meta({ description: "The first 100 cases, broken cases first." }),
  })
  .meta({ id: "EvaluationDetail" });

const endpoint = endpointsOf("Evaluations");
const casesShown = 100;

/** A run in the API's format. Dimensions are plain numbers; their details are separate. */
function toEvaluation({ dimensions: details, scorers: _, configHash: __, ...run }: RunView) {
  const plain = Object.fromEntries(dimensions.map((dimension) => [dimension, details?.[dimension]?.score ?? null]));
  return { ...run, dimensions: plain as ByDimension<number | null> };
}

async function toDetail(actor: Actor, run: RunView) {
  const { prompt, version, environment, dimensions: details, scorers, configHash } = run;
  const [gate, cases] = await Promise.all([
    environment === null ? null : getGateResult(actor, { prompt, version, environment }),
    listComparedCases(actor, run.id, { limit: casesShown }),
  ]);
  return { ...toEvaluation(run), details, scorers, configHash, gate, cases: cases.items };
}

export const evaluationEndpoints = [
  endpoint({
    id: "createEvaluation",
    method: "post",
    path: "/evaluations",
    summary: "Evaluate a version on a suite",
    description:
      "The run uses the suite's cases and scorers and the model as they are now; later changes do not affect it. Poll the evaluation until its status is `finished`, `cancelled` or `failed`.",
    permission: "evaluation:run",
    body: createRunInput,
    idempotency: "stored",
    answer: {
      status: 202,
      description: "The queued run.",
      schema: evaluationView,
      headers: { Location: "The path of the evaluation." },
    },
    errors: ["not_found", "invalid_name", "invalid_state", "environment_not_allowed"],
    async handle({ actor, body }) {
      const run = await createRun(actor, { ...body, trigger: "api" });
      return accepted(toEvaluation(run), { location: `/api/v1/evaluations/${run.id}` });
    },
  }),
  endpoint({
    id: "listEvaluations",
    method: "get",
    path: "/evaluations",
    summary: "List evaluations, newest first",
    permission: "prompt:read",
    query: z.strictObject({
      prompt: promptName.optional(),
      version: versionText.optional(),
      suite: id.optional().meta({ description: "The id of a suite." }),
      status: z.enum(runStatuses).optional(),
      environment: environmentName.optional(),
      ...pageQuery,
    }),
    answer: { status: 200, description: "A page of evaluations.", schema: pageOf(evaluationView) },
    async handle({ actor, query: { limit, cursor, version, ...filter } }) {
      const page = await listRuns(actor, {
        ...filter,
        ...toPageRequest({ limit, cursor }),
        version: version === undefined ? undefined : Number(version),
      });
      return ok({ ...page, items: page.items.map(toEvaluation) });
    },
  }),
  endpoint({
    id: "getEvaluation",
    method: "get",
    path: "/evaluations/{id}",
    params: idPath,
    summary: "Get an evaluation: progress, results and gate result",
    permission: "prompt:read",
    answer: { status: 200, description: "The evaluation.", schema: evaluationDetail },
    run: async ({ actor, params }) => await toDetail(actor, await getRunOrThrow(actor, params.id)),
  }),
  endpoint({
    id: "repeatEvaluation",
    method: "post",
    path: "/evaluations/{id}/repeat",
    params: idPath,
    summary: "Run an evaluation again",
    description: "The new run uses the same cases, scorers, model and versions, even if the suite has changed since.",
    permission: "evaluation:run",
    body: z.strictObject({}),
    isBodyOptional: true,
    idempotency: "stored",
    answer: {
      status: 202,
      description: "The new run.",
      schema: evaluationView,
      headers: { Location: "The path of the evaluation." },
    },
    errors: ["invalid_state", "environment_not_allowed"],
    async handle({ actor, params }) {
      const run = await repeatRun(actor, params, "api");
      return accepted(toEvaluation(run), { location: `/api/v1/evaluations/${run.id}` });
    },
  }),
  endpoint({
    id: "cancelEvaluation",
    method: "post",
    path: "/evaluations/{id}/cancel",
    params: idPath,
    summary: "Cancel an evaluation",
    description: "Running model calls are cancelled. Finished answers are kept.",
    permission: "evaluation:run",
    body: z.strictObject({}),
    isBodyOptional: true,
    idempotency: "stored",
    answer: { status: 200, description: "The cancelled evaluation.", schema: evaluationView },
    errors: ["invalid_state"],
    run: async ({ actor, params }) => toEvaluation(await cancelRun(actor, params)),
  }),
];
