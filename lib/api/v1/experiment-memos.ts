import { z } from "zod";
import { listMemos } from "@/lib/experiments/memos/queries";
import { decisionMemo } from "@/lib/experiments/memos/views";
import { promptName } from "@/lib/registry/schema";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { environmentName } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Experiments");

export const experimentMemoEndpoints = [
  endpoint({
    id: "listExperimentDecisions",
    method: "get",
    path: "/experiments/decisions",
    summary: "List the decision memos of experiments, newest first",
    description:
      "Each concluded experiment has one memo: the question, the verdict, the trade-off, who decided, when and why. A memo is stored with the conclusion and never changes.",
    permission: "prompt:read",
    query: z.strictObject({
      prompt: promptName.optional(),
      environment: environmentName.optional(),
      search: z
        .string()
        .max(200)
        .optional()
        .meta({ description: "Only memos that contain these words, in the memo or in the name of the prompt." }),
      ...pageQuery,
    }),
    answer: { status: 200, description: "A page of memos.", schema: pageOf(decisionMemo) },
    run: ({ actor, query: { limit, cursor, ...filter } }) =>
      listMemos(actor, { ...filter, ...toPageRequest({ limit, cursor }) }),
  }),
];
