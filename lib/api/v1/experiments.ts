import { z } from "zod";
import { concludeExperiment } from "@/lib/experiments/commands/conclude-experiment";
import { createExperiment, deleteExperiment, updateExperiment } from "@/lib/experiments/commands/draft-experiment";
import { newPhase, startExperiment, stopExperiment } from "@/lib/experiments/commands/run-experiment";
import { getExperimentOrThrow, listExperiments } from "@/lib/experiments/queries/experiments";
import { findingStates } from "@/lib/experiments/results/finding";
import {
  createExperimentInput,
  decideBody,
  experimentChanges,
  phaseBody,
  startBody,
  stopBody,
} from "@/lib/experiments/schema";
import { experimentStatuses } from "@/lib/experiments/statuses";
import { experimentSummary, experimentView } from "@/lib/experiments/views";
import { promptName } from "@/lib/registry/schema";
import { releaseView } from "@/lib/registry/views";
import { created, ok } from "../answer";
import { type AnswerDoc, endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { environmentName, idPath } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Experiments");
/** The result of a conclusion. */
const conclusionView = z
  .strictObject({ experiment: experimentView, release: releaseView.nullable() })
  .meta({ id: "Conclusion" });

const answer = {
  status: 200,
  description: "The experiment.",
  schema: experimentView,
} as const satisfies AnswerDoc;
const planErrors = ["invalid_weights", "number_out_of_range"] as const;
const actErrors = ["environment_not_allowed", "invalid_state"] as const;
const gateErrors = [
  "experiment_conflict",
  "approval_required",
  "out_of_date",
  "gate_failed",
  "version_locked",
] as const;

export const experimentEndpoints = [
  endpoint({
    id: "listExperiments",
    method: "get",
    path: "/experiments",
    summary: "List experiments, most recently changed first",
    permission: "prompt:read",
    query: z.strictObject({
      status: z.enum(experimentStatuses).optional(),
      prompt: promptName.optional(),
      environment: environmentName.optional(),
      finding: z.enum(findingStates).optional().meta({
        description: "Only undecided experiments: those with a verdict, or those with results that are not valid.",
      }),
      ...pageQuery,
    }),
    answer: { status: 200, description: "A page of experiments.", schema: pageOf(experimentSummary) },
    run: ({ actor, query: { limit, cursor, ...filter } }) =>
      listExperiments(actor, { ...filter, ...toPageRequest({ limit, cursor }) }),
  }),
  endpoint({
    id: "createExperiment",
    method: "post",
    path: "/experiments",
    summary: "Plan an experiment",
    description: "Creates a draft. It serves no variant until it is started, and its plan can be changed until then.",
    permission: "experiment:write",
    body: createExperimentInput,
    idempotency: "stored",
    answer: { ...answer, status: 201, description: "The draft." },
    errors: [...planErrors, "not_found", "invalid_name", "invalid_state", "environment_not_allowed"],
    handle: async ({ actor, body }) => created(await createExperiment(actor, body)),
  }),
  endpoint({
    id: "getExperiment",
    method: "get",
    path: "/experiments/{id}",
    summary: "Get an experiment with its plan and phases",
    permission: "prompt:read",
    params: idPath,
    answer,
    handle: async ({ actor, params: { id } }) => ok(await getExperimentOrThrow(actor, id)),
  }),
  endpoint({
    id: "updateExperiment",
    method: "patch",
    path: "/experiments/{id}",
    summary: "Change the draft of an experiment",
    description:
      "Omitted fields do not change. After the start, the plan is frozen and this request gets 409 `invalid_state`. To change the plan of a running experiment, begin a new phase.",
    permission: "experiment:write",
    params: idPath,
    body: experimentChanges,
    answer,
    errors: [...planErrors, ...actErrors],
    handle: async ({ actor, params: { id }, body }) => ok(await updateExperiment(actor, { id, ...body })),
  }),
  endpoint({
    id: "deleteExperiment",
    method: "delete",
    path: "/experiments/{id}",
    summary: "Delete the draft of an experiment",
    description: "An experiment that was started cannot be deleted: 409 `invalid_state`.",
    permission: "experiment:write",
    params: idPath,
    answer: { status: 200, description: "The experiment is deleted.", schema: z.strictObject({ id: z.string() }) },
    errors: actErrors,
    handle: async ({ actor, params: { id } }) => ok(await deleteExperiment(actor, { id })),
  }),
  endpoint({
    id: "startExperiment",
    method: "post",
    path: "/experiments/{id}/start",
    summary: "Start an experiment: freeze its plan and serve its variants",
    description:
      "Only one experiment can run on a prompt in an environment. Versions that are not live must pass the gate of the environment, as for a release.",
    permission: "experiment:write",
    params: idPath,
    body: startBody,
    isBodyOptional: true,
    idempotency: "stored",
    answer,
    errors: [...actErrors, ...planErrors, ...gateErrors],
    handle: async ({ actor, params: { id }, body }) => ok(await startExperiment(actor, { id, ...body })),
  }),
  endpoint({
    id: "newExperimentPhase",
    method: "post",
    path: "/experiments/{id}/phases",
    summary: "Change the plan of a running experiment",
    description:
      "Omitted fields of the plan do not change. The running phase ends. The next phase has a new seed and starts without users. The data of phases is never combined.",
    permission: "experiment:write",
    params: idPath,
    body: phaseBody,
    idempotency: "stored",
    answer,
    errors: [...actErrors, ...planErrors, ...gateErrors],
    handle: async ({ actor, params: { id }, body }) => ok(await newPhase(actor, { id, ...body })),
  }),
  endpoint({
    id: "stopExperiment",
    method: "post",
    path: "/experiments/{id}/stop",
    summary: "Stop an experiment and serve the released version to all users",
    permission: "experiment:write",
    params: idPath,
    body: stopBody,
    isBodyOptional: true,
    idempotency: "stored",
    answer,
    errors: actErrors,
    handle: async ({ actor, params: { id }, body }) => ok(await stopExperiment(actor, { id, ...body })),
  }),
  endpoint({
    id: "decideExperiment",
    method: "post",
    path: "/experiments/{id}/decide",
    summary: "Conclude an experiment with a variant",
    description:
      "Releases the variant's version to all users, if it passes the gate. If you choose the control and its version is live, the live version stays. Before the planned sample is reached, the request gets 409 `experiment_not_complete`. If you name no variant and another version was released after the stop, it gets 409 `invalid_state`.",
    permission: "experiment:write",
    params: idPath,
    body: decideBody,
    isBodyOptional: true,
    idempotency: "stored",
    answer: {
      status: 200,
      description: "The experiment, and its release; null if the live version did not change.",
      schema: conclusionView,
    },
    errors: [...actErrors, ...gateErrors, "experiment_not_complete"],
    handle: async ({ actor, params: { id }, body }) => ok(await concludeExperiment(actor, { id, ...body })),
  }),
];
