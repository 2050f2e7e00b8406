import { z } from "zod";
import { authorize } from "@/lib/auth/authorize";
import { runGate } from "@/lib/evaluation/gate/commands/run-gate";
import { approveSuite } from "@/lib/evaluation/suite-changes/commands";
import { getSuiteOfGate } from "@/lib/evaluation/suite-changes/queries/suite-changes";
import { seenSuite } from "@/lib/evaluation/suite-changes/schema";
import { suiteOfGateView } from "@/lib/evaluation/suite-changes/views";
import { removeGatePolicy, saveGatePolicy } from "@/lib/registry/gate/commands";
import { gatePolicyView, getGatePolicyOrThrow, listGatePolicies } from "@/lib/registry/gate/queries/policies";
import { getGateResultOrThrow } from "@/lib/registry/gate/queries/results";
import { gateResultView, gateRunView } from "@/lib/registry/gate/result";
import { gatePolicyFields } from "@/lib/registry/gate/schema";
import { versionNumber } from "@/lib/registry/schema";
import { accepted, ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { promptEnvironmentPath, promptPath, versionText } from "./fields";
import { wholeListOf } from "./schema";

const endpoint = endpointsOf("Gates");
const path = "/prompts/{name}/gates/{environment}";
const params = promptEnvironmentPath;
const missing = ["invalid_name", "not_found"] as const;
const gate = { status: 200, description: "The gate.", schema: gatePolicyView } as const;

export const gateEndpoints = [
  endpoint({
    id: "listGates",
    method: "get",
    path: "/prompts/{name}/gates",
    summary: "List the gates of a prompt, by environment",
    permission: "prompt:read",
    params: promptPath,
    answer: {
      status: 200,
      description: "All of them, on one page. Each environment has at most one.",
      schema: wholeListOf(gatePolicyView),
    },
    errors: missing,
    run: async ({ actor, params: { name } }) => ({ items: await listGatePolicies(actor, name), nextCursor: null }),
  }),
  endpoint({
    id: "getGate",
    method: "get",
    path,
    summary: "Get a gate",
    params,
    permission: "prompt:read",
    answer: gate,
    errors: missing,
    run: ({ actor, params }) => getGatePolicyOrThrow(actor, params),
  }),
  endpoint({
    id: "saveGate",
    method: "put",
    path,
    params,
    summary: "Set the gate of an environment",
    description: "The body replaces the whole gate. Omitted fields get their defaults.",
    permission: "gate:write",
    body: gatePolicyFields,
    answer: gate,
    errors: [...missing, "invalid_state", "environment_not_allowed"],
    run: ({ actor, params, body }) => saveGatePolicy(actor, { ...params, ...body }),
  }),
  endpoint({
    id: "removeGate",
    method: "delete",
    path,
    summary: "Remove a gate",
    params,
    permission: "gate:write",
    answer: { ...gate, description: "The removed gate." },
    errors: [...missing, "environment_not_allowed"],
    run: ({ actor, params }) => removeGatePolicy(actor, params),
  }),
  endpoint({
    id: "getGateSuite",
    method: "get",
    path: `${path}/suite`,
    params,
    summary: "Get the approved cases and scorers of a gate, and pending changes of its suite",
    description:
      "A gate uses only approved cases and scorers. A change of the suite applies at once if its author may change the gate and no other change is pending. Otherwise it is pending until someone approves it.",
    permission: "prompt:read",
    answer: {
      status: 200,
      description: "The approved suite, and the changes that wait for an approval.",
      schema: suiteOfGateView,
    },
    errors: missing,
    run: ({ actor, params: place }) => getSuiteOfGate(actor, place),
  }),
  endpoint({
    id: "approveGateSuite",
    method: "post",
    path: `${path}/suite/approve`,
    params,
    summary: "Approve the current cases and scorers of a gate's suite",
    permission: "gate:write",
    body: seenSuite,
    idempotency: "stored",
    answer: { status: 200, description: "The approved suite.", schema: suiteOfGateView },
    errors: [...missing, "revision_conflict", "environment_not_allowed"],
    async handle({ actor, params: place, body }) {
      authorize(actor, "prompt:read"); // needed for the result
      await approveSuite(actor, { ...place, ...body });
      return ok(await getSuiteOfGate(actor, place));
    },
  }),
  endpoint({
    id: "getGateVerdict",
    method: "get",
    path: `${path}/verdict`,
    params,
    summary: "Get the gate result of a version",
    description:
      "Says whether the version may go live. The result is computed from evaluation runs at every request, because the live version, the approved suite and the gate may change after a run.",
    permission: "prompt:read",
    query: z.strictObject({ version: versionText }),
    answer: { status: 200, description: "The current gate result.", schema: gateResultView },
    errors: [...missing],
    run: ({ actor, params: { name, environment }, query: { version } }) =>
      getGateResultOrThrow(actor, { prompt: name, environment, version: Number(version) }),
  }),
  endpoint({
    id: "runGate",
    method: "post",
    path: `${path}/run`,
    params,
    summary: "Evaluate a version for a gate",
    description:
      "If the gate compares versions, the live version is the baseline. If the same run is already unfinished, that run is returned. In CI: save the content as a version, run the gate, poll the evaluation until it has ended, and fail the job unless `gate.state` is `passed`. `docs/ci.md` has a script for curl and jq, and a GitHub workflow.",
    permission: "evaluation:run",
    body: z.strictObject({ version: versionNumber }),
    idempotency: "stored",
    answer: {
      status: 202,
      description: "The run. Poll the gate result or the evaluation until it has ended.",
      schema: gateRunView.pick({ id: true, status: true, progress: true }),
      headers: { Location: "The path of the evaluation." },
    },
    errors: [...missing, "invalid_state", "environment_not_allowed"],
    async handle({ actor, params: { name, environment }, body: { version } }) {
      const { id, status, progress } = await runGate(actor, { prompt: name, environment, version });
      const { done, total } = progress;
      return accepted({ id, status, progress: { done, total } }, { location: `/api/v1/evaluations/${id}` });
    },
  }),
];
