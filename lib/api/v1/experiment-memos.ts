import { z } from "zod";
import { listMemos } from "@/lib/experiments/memos/queries";
import { decisionMemo } from "@/lib/experiments/memos/views";
import { promptName } from "@/lib/registry/schema";
import { ok } from "../answer";
import { endpoint } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { environmentName } from "./fields";
import { pageOf } from "./schema";

export const experimentMemoEndpoints = [
  endpoint({
    id: "listExperimentDecisions",
    method: "get",
    path: "/experiments/decisions",
    tag: "Experiments",
    summary: "List the decisions on experiments, the newest first",
    description:
      "One memo per concluded experiment: the question, the verdict, what the choice costs, who decided, when and why. Stored with the conclusion and never changed.",
    permission: "prompt:read",
    query: z.strictObject({
      prompt: promptName.optional(),
      environment: environmentName.optional(),
      search: z.string().max(200).optional().meta({ description: "Words in the memo, or in the name of its prompt." }),
      ...pageQuery,
    }),
    idempotency: "none",
    answer: { status: 200, description: "A page of memos.", schema: pageOf(decisionMemo) },
    errors: ["invalid_limit", "invalid_cursor", "invalid_name"],
    async handle({ actor, query: { limit, cursor, ...filter } }) {
      return ok(await listMemos(actor, { ...filter, ...toPageRequest({ limit, cursor }) }));
    },
  }),
];
