import { z } from "zod";
import { budgetInput } from "@/lib/requests/budgets";
import { removeBudget, saveBudget } from "@/lib/requests/commands/budgets";
import { budgetView, listBudgets } from "@/lib/requests/queries/budgets";
import { getUsage } from "@/lib/requests/queries/usage";
import { usageCsvFor } from "@/lib/requests/usage-csv";
import { usageQuery } from "@/lib/requests/usage-query";
import { usageView } from "@/lib/requests/usage-views";
import { ok } from "../answer";
import { type Endpoint, endpointsOf } from "../endpoint";
import { fileHeaders, fileTypes } from "../file-headers";
import { pageQuery, toPageRequest } from "../pagination";
import { idPath } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Usage");
export const usageEndpoints: readonly Endpoint[] = [
  endpoint({
    id: "getUsage",
    method: "get",
    path: "/usage",
    permission: "prompt:read",
    summary: "Get the cost and latency of answers",
    description:
      "Returns the number of answers, cost, tokens, errors and latency by prompt, version, model, environment or API key. Grouping by user or session needs the right `interaction:read`.",
    query: usageQuery,
    answer: { status: 200, description: "The sums by group.", schema: usageView },
    errors: ["not_found", "environment_not_allowed"],
    run: ({ actor, query }) => getUsage(actor, query),
  }),
  endpoint({
    id: "exportUsage",
    method: "get",
    path: "/usage/export",
    permission: "prompt:read",
    summary: "Export the cost and latency of answers as CSV",
    query: usageQuery,
    answer: {
      status: 200,
      description: "One line for each group; with `step`, one line for each group and step.",
      schema: z.unknown(),
      contentTypes: [fileTypes.csv],
    },
    errors: ["not_found", "environment_not_allowed"],
    async handle({ actor, query }) {
      const text = usageCsvFor(await getUsage(actor, query), query.step);
      return ok(new Blob([text]).stream(), fileHeaders(`usage-by-${query.by}`, "csv"));
    },
  }),
  endpoint({
    id: "listBudgets",
    method: "get",
    path: "/budgets",
    permission: "prompt:read",
    summary: "List monthly budgets and the amounts spent, oldest first",
    description:
      "A budget counts the costs of all environments. A key that is limited to some environments gets 403 `environment_not_allowed`.",
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of budgets.", schema: pageOf(budgetView) },
    errors: ["environment_not_allowed"],
    run: ({ actor, query }) => listBudgets(actor, toPageRequest(query)),
  }),
  endpoint({
    id: "saveBudget",
    method: "put",
    path: "/budgets",
    permission: "guard:write",
    summary: "Set a monthly budget",
    description:
      "The budget is for one prompt or for the whole workspace. If there is one already, its amount is replaced. Alerts are sent when the budget is likely to be exceeded and when it is spent. Requests are never blocked.",
    body: budgetInput,
    answer: { status: 200, description: "The budget's id.", schema: z.strictObject({ id: z.uuid() }) },
    errors: ["not_found", "invalid_state", "environment_not_allowed"],
    run: ({ actor, body }) => saveBudget(actor, body),
  }),
  endpoint({
    id: "removeBudget",
    method: "delete",
    path: "/budgets/{id}",
    permission: "guard:write",
    summary: "Delete a monthly budget",
    params: idPath,
    answer: { status: 200, description: "The removed budget's id.", schema: z.strictObject({ id: z.uuid() }) },
    errors: ["environment_not_allowed"],
    run: ({ actor, params }) => removeBudget(actor, params),
  }),
];
