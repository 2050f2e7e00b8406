import { z } from "zod";
import { countComparedCases, listComparedCases } from "@/lib/evaluation/comparison/queries/cases";
import { getComparedCase } from "@/lib/evaluation/comparison/queries/details";
import { caseFilters, caseOrders } from "@/lib/evaluation/comparison/schema";
import { comparedCaseDetail } from "@/lib/evaluation/comparison/views";
import { ok } from "../answer";
import { caseExportFormats, exportCases } from "../case-export";
import { type Endpoint, endpointsOf } from "../endpoint";
import { fileTypes } from "../file-headers";
import { pageQuery, toPageRequest } from "../pagination";
import { comparedCasePage } from "./evaluation-cases-schema";
import { id, idPath } from "./fields";

const endpoint = endpointsOf("Evaluations");
const { baseline } = caseFilters;

export const evaluationCaseEndpoints: readonly Endpoint[] = [
  endpoint({
    id: "listEvaluationCases",
    method: "get",
    path: "/evaluations/{id}/cases",
    summary: "List an evaluation's cases compared with its baseline, broken cases first",
    permission: "prompt:read",
    params: idPath,
    query: z.strictObject({
      ...caseFilters,
      order: z.enum(caseOrders).optional().meta({ description: "The order. `position`: the order of the suite." }),
      ...pageQuery,
    }),
    answer: { status: 200, description: "A page of cases.", schema: comparedCasePage },
    async handle({ actor, params, query: { limit, cursor, order, ...filters } }) {
      const [page, counts] = await Promise.all([
        listComparedCases(actor, params.id, { ...filters, order, ...toPageRequest({ limit, cursor }) }),
        countComparedCases(actor, params.id, filters),
      ]);
      return ok({ ...page, counts });
    },
  }),
  endpoint({
    id: "getEvaluationCase",
    method: "get",
    path: "/evaluations/{id}/cases/{caseKey}",
    summary: "Get one case with the answers and scores of both evaluations",
    permission: "prompt:read",
    params: idPath.extend({ caseKey: id }),
    query: z.strictObject({ baseline }),
    answer: { status: 200, description: "The case.", schema: comparedCaseDetail },
    run: ({ actor, params, query }) => getComparedCase(actor, params.id, params.caseKey, query.baseline),
  }),
  endpoint({
    id: "exportEvaluationCases",
    method: "get",
    path: "/evaluations/{id}/export",
    summary: "Export the cases of an evaluation with all answers, as CSV or JSON",
    description:
      "The answer is streamed, in the order of the suite. CSV has one line for each answer; a cell that a spreadsheet would read as a formula begins with an apostrophe. JSON is a list with one case on each line.",
    permission: "prompt:read",
    params: idPath,
    isFile: true,
    query: z.strictObject({ baseline, format: z.enum(caseExportFormats) }),
    answer: {
      status: 200,
      description: "The cases.",
      schema: z.unknown(),
      contentTypes: caseExportFormats.map((format) => fileTypes[format]),
    },
    async handle({ actor, params, query }) {
      const { body, headers } = await exportCases(actor, params.id, query);
      return ok(body, headers);
    },
  }),
];
