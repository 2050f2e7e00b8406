import { z } from "zod";
import { removeOnlineEvaluation, saveOnlineEvaluation } from "@/lib/evaluation/online/commands/save-online-evaluation";
import { isLiveMetric, type LiveMetric } from "@/lib/evaluation/online/metrics";
import {
  getOnlineEvaluationOrThrow,
  listOnlineEvaluations,
  onlineEvaluationView,
} from "@/lib/evaluation/online/queries/online-evaluations";
import { listScoredAnswers, scoredAnswerView } from "@/lib/evaluation/online/queries/scored-answers";
import { onlineEvaluationFields } from "@/lib/evaluation/online/schema";
import { ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { environmentName, flag, promptEnvironmentPath, promptPath, versionText } from "./fields";
import { pageOf, wholeListOf } from "./schema";

const endpoint = endpointsOf("Online evaluation");
const path = "/prompts/{name}/online-evaluations/{environment}";
const params = promptEnvironmentPath;
const missing = ["invalid_name", "not_found"] as const;
const one = { status: 200, description: "The online evaluation.", schema: onlineEvaluationView } as const;

const answersQuery = z.strictObject({
  environment: environmentName,
  metric: z
    .string()
    .refine(isLiveMetric, "Name a plain metric (completion, thumbs …) or scorer:<id>.")
    .transform((name) => name as LiveMetric)
    .meta({ description: "The metric: a built-in one, such as completion or thumbs, or scorer:<id>." }),
  version: versionText.optional(),
  failed: flag.optional().meta({ description: "Only answers that did not pass, or only those that did." }),
  order: z.enum(["worst", "newest"]).default("worst").meta({
    description: "The order. `worst`: the worst of the newest 2,000 answers of each version first.",
  }),
  ...pageQuery,
});

export const onlineEvaluationEndpoints = [
  endpoint({
    id: "listOnlineEvaluations",
    method: "get",
    path: "/prompts/{name}/online-evaluations",
    summary: "List the online evaluations of a prompt, by environment",
    permission: "prompt:read",
    params: promptPath,
    answer: {
      status: 200,
      description: "All of them, on one page. Each environment has at most one.",
      schema: wholeListOf(onlineEvaluationView),
    },
    errors: missing,
    run: async ({ actor, params: { name } }) => ({ items: await listOnlineEvaluations(actor, name), nextCursor: null }),
  }),
  endpoint({
    id: "getOnlineEvaluation",
    method: "get",
    path,
    params,
    summary: "Get the online evaluation of an environment",
    permission: "prompt:read",
    answer: one,
    errors: missing,
    run: ({ actor, params }) => getOnlineEvaluationOrThrow(actor, params),
  }),
  endpoint({
    id: "saveOnlineEvaluation",
    method: "put",
    path,
    params,
    summary: "Set the online evaluation of an environment",
    description:
      "Omitted fields get their defaults. Scorers that need an expected answer or several answers are refused, because live answers have neither. If a judge names no model, its model is chosen for each version.",
    permission: "guard:write",
    body: onlineEvaluationFields,
    answer: one,
    errors: [...missing, "invalid_state", "environment_not_allowed", "schema_too_slow"],
    run: ({ actor, params, body }) => saveOnlineEvaluation(actor, { ...params, ...body }),
  }),
  endpoint({
    id: "removeOnlineEvaluation",
    method: "delete",
    path,
    params,
    summary: "Stop scoring live answers in an environment",
    description: "Scores that exist are kept.",
    permission: "guard:write",
    answer: { ...one, description: "The removed online evaluation." },
    errors: [...missing, "environment_not_allowed"],
    run: ({ actor, params }) => removeOnlineEvaluation(actor, params),
  }),
  endpoint({
    id: "listScoredAnswers",
    method: "get",
    path: "/prompts/{name}/scored-answers",
    summary: "List scored live answers by a metric",
    permission: "interaction:read",
    params: promptPath,
    query: answersQuery,
    answer: { status: 200, description: "A page of scored answers.", schema: pageOf(scoredAnswerView) },
    errors: [...missing, "environment_not_allowed"],
    async handle({ actor, params: { name }, query: { limit, cursor, version, failed, ...filter } }) {
      const page = toPageRequest({ limit, cursor });
      const isFailed = failed === undefined ? undefined : failed === "true";
      const filters = { ...filter, version: version === undefined ? undefined : Number(version), isFailed };
      return ok(await listScoredAnswers(actor, { name, ...filters, ...page }));
    },
  }),
];
