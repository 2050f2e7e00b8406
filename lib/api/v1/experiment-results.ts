import { z } from "zod";
import { csvParts } from "@/lib/experiments/results/csv";
import { exportResults } from "@/lib/experiments/results/export-results";
import { getExperimentResults } from "@/lib/experiments/results/queries";
import { experimentResults } from "@/lib/experiments/results/schema";
import { ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { fileHeaders, fileTypes } from "../file-headers";
import { id } from "./fields";

const endpoint = endpointsOf("Experiments");
const params = z.strictObject({ id });
const phase = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, "A phase is a whole number from 1.")
  .optional()
  .meta({ type: "integer", minimum: 1, description: "The number of the phase. Default: the current or last phase." });

export const experimentResultEndpoints = [
  endpoint({
    id: "getExperimentResults",
    method: "get",
    path: "/experiments/{id}/results",
    summary: "Get the results of an experiment",
    description:
      "Before the planned sample is reached, there is no verdict, no p-value and no interval except the always-valid interval in `live`. If a health check fails, there are no comparisons at all. The verdict is computed from the data at the moment when the planned sample was reached.",
    permission: "prompt:read",
    params,
    query: z.strictObject({ phase }),
    answer: { status: 200, description: "The results.", schema: experimentResults },
    run: ({ actor, params, query }) =>
      getExperimentResults(actor, params.id, query.phase ? Number(query.phase) : undefined),
  }),
  endpoint({
    id: "exportExperimentResults",
    method: "get",
    path: "/experiments/{id}/results/export",
    summary: "Export the results of an experiment as CSV, one line per number",
    permission: "prompt:read",
    params,
    query: z.strictObject({
      phase,
      part: z.enum(csvParts).optional().meta({ description: "One table or chart. Default: all." }),
    }),
    answer: {
      status: 200,
      description: "The results.",
      schema: z.unknown(),
      contentTypes: [fileTypes.csv],
    },
    async handle({ actor, params, query }) {
      const phase = query.phase ? Number(query.phase) : undefined;
      const { csv } = await exportResults(actor, params.id, { phase, part: query.part });
      return ok(new Blob([csv]).stream(), fileHeaders(`experiment-${params.id}`, "csv"));
    },
  }),
];
