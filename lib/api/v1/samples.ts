import { z } from "zod";
import { deleteSampleSet, saveSampleSet, updateSampleSet } from "@/lib/evaluation/samples/commands";
import { listSampleSets, sampleSetView } from "@/lib/evaluation/samples/queries";
import { sampleSetBody, sampleSetChanges } from "@/lib/evaluation/samples/schema";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { id, promptPath } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Prompts");
const samplePath = promptPath.extend({ id });

export const sampleEndpoints = [
  endpoint({
    id: "listSampleSets",
    method: "get",
    path: "/prompts/{name}/samples",
    summary: "List a prompt's sample sets",
    permission: "prompt:read",
    params: promptPath,
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of sample sets, by name.", schema: pageOf(sampleSetView) },
    run: ({ actor, params: { name }, query }) => listSampleSets(actor, name, toPageRequest(query)),
  }),
  endpoint({
    id: "saveSampleSet",
    method: "post",
    path: "/prompts/{name}/samples",
    summary: "Create a sample set: named values for a prompt's variables",
    permission: "suite:write",
    params: promptPath,
    body: sampleSetBody,
    idempotency: "stored",
    answer: { status: 201, description: "The sample set.", schema: sampleSetView },
    errors: ["already_exists", "invalid_state", "reserved_variable_name"],
    run: ({ actor, params: { name: prompt }, body }) => saveSampleSet(actor, { prompt, ...body }),
  }),
  endpoint({
    id: "updateSampleSet",
    method: "patch",
    path: "/prompts/{name}/samples/{id}",
    summary: "Change a sample set's name or values",
    permission: "suite:write",
    params: samplePath,
    body: sampleSetChanges,
    answer: { status: 200, description: "The sample set.", schema: sampleSetView },
    errors: ["already_exists", "reserved_variable_name"],
    run: ({ actor, params, body }) => updateSampleSet(actor, { prompt: params.name, id: params.id, ...body }),
  }),
  endpoint({
    id: "deleteSampleSet",
    method: "delete",
    path: "/prompts/{name}/samples/{id}",
    summary: "Delete a sample set",
    permission: "suite:write",
    params: samplePath,
    answer: { status: 200, description: "The deleted sample set.", schema: sampleSetView },
    run: ({ actor, params }) => deleteSampleSet(actor, { prompt: params.name, id: params.id }),
  }),
];
