import { z } from "zod";
import { isLiveMetric } from "@/lib/evaluation/online/metrics";
import { qualityRanges } from "@/lib/guards/quality/range";
import { listQuality } from "@/lib/guards/queries/quality";
import { getPromptQuality } from "@/lib/guards/queries/quality-prompt";
import { getRejections, rejectionsView } from "@/lib/guards/queries/rejections";
import { ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { environmentName, promptPath, versionText } from "./fields";
import { promptQualityView, qualityOverview } from "./quality-schema";

const endpoint = endpointsOf("Quality");
const folder = z.string().min(1).max(200).optional().meta({ description: "Only prompts in this folder." });
const metric = z
  .string()
  .max(80)
  .refine(isLiveMetric, "This is not a metric: name a plain one (completion, thumbs …) or scorer:<id>.")
  .transform((name) => (isLiveMetric(name) ? name : undefined));

export const qualityEndpoints = [
  endpoint({
    id: "listQuality",
    method: "get",
    path: "/quality",
    summary: "List the quality of live prompts, most urgent first",
    description:
      "The order is: prompts that got worse, prompts that were rolled back automatically, prompts without a result, watched prompts with an open change request or a newer version in testing, then the others by name. Without `environment`, the list covers the last production environment and every other environment that a guard watches.",
    permission: "prompt:read",
    query: z.strictObject({ environment: environmentName.optional(), folder, ...pageQuery }),
    answer: { status: 200, description: "A page of prompts.", schema: qualityOverview },
    errors: ["not_found", "environment_not_allowed"],
    run: ({ actor, query: { limit, cursor, ...filter } }) =>
      listQuality(actor, { ...filter, ...toPageRequest({ limit, cursor }) }),
  }),
  endpoint({
    id: "getPromptQuality",
    method: "get",
    path: "/prompts/{name}/quality",
    summary: "Get the quality of a prompt in an environment",
    description: "Returns the quality summary in `verdict`, its evidence, one metric over time, and recent events.",
    permission: "prompt:read",
    params: promptPath,
    query: z.strictObject({
      environment: environmentName,
      range: z
        .enum(qualityRanges)
        .optional()
        .meta({ description: "The time range. Default: as far back as the recent events, at least 24h." }),
      metric: metric
        .optional()
        .meta({ description: "The metric. Default: the metric that got worse, or else the first one with scores." }),
    }),
    answer: { status: 200, description: "The quality of the prompt.", schema: promptQualityView },
    errors: ["environment_not_allowed"],
    async handle({ actor, params: { name }, query: { environment, range, metric } }) {
      const {
        span,
        guard: _,
        evaluation: __,
        alerts: ___,
        range: ____,
        ...quality
      } = await getPromptQuality(actor, {
        name,
        environment,
        range,
        metric,
      });
      return ok({
        ...quality,
        from: new Date(span.from).toISOString(),
        to: new Date(span.to).toISOString(),
        stepMinutes: span.stepMs / 60_000,
      });
    },
  }),
  endpoint({
    id: "getRejections",
    method: "get",
    path: "/prompts/{name}/rejections",
    summary: "List groups of live answers that people or scorers rejected",
    description:
      "An answer is rejected if it has a thumbs down, two stars or fewer, a broken rule, or a scorer that it did not pass. Answers are grouped by the words of comments, explanations and texts. The groups are computed at most once a minute.",
    permission: "interaction:read",
    params: promptPath,
    query: z.strictObject({
      environment: environmentName,
      range: z.enum(qualityRanges).default("7d"),
      version: versionText.optional(),
    }),
    answer: { status: 200, description: "The groups.", schema: rejectionsView },
    errors: ["environment_not_allowed", "rate_limited", "overloaded"],
    run: ({ actor, params: { name }, query: { environment, range, version } }) =>
      getRejections(actor, { name, environment, range, ...(version && { version: Number(version) }) }),
  }),
];
