import { z } from "zod";
import { deleteSampleSet, saveSampleSet, updateSampleSet } from "@/lib/evaluation/samples/commands";
import { listSampleSets, sampleSetView } from "@/lib/evaluation/samples/queries";
import { sampleSetBody, sampleSetChanges } from "@/lib/evaluation/samples/schema";
import { created, ok } from "../answer";
import { endpoint } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { id, promptPath } from "./fields";
import { pageOf } from "./schema";

const tag = "Prompts";
const samplePath = promptPath.extend({ id });

export const sampleEndpoints = [
  endpoint({
    id: "listSampleSets",
    method: "get",
    path: "/prompts/{name}/samples",
    tag,
    summary: "List a prompt's sample sets",
    permission: "prompt:read",
    params: promptPath,
    query: z.strictObject(pageQuery),
    idempotency: "none",
    answer: { status: 200, description: "A page of sample sets, by name.", schema: pageOf(sampleSetView) },
    errors: ["invalid_name", "not_found", "invalid_limit", "invalid_cursor"],
    async handle({ actor, params: { name }, query }) {
      return ok(await listSampleSets(actor, name, toPageRequest(query)));
    },
  }),
  endpoint({
    id: "saveSampleSet",
    method: "post",
    path: "/prompts/{name}/samples",
    tag,
    summary: "Create a sample set: named values for a prompt's variables",
    permission: "suite:write",
    params: promptPath,
    body: sampleSetBody,
    idempotency: "stored",
    answer: { status: 201, description: "The sample set.", schema: sampleSetView },
    errors: ["invalid_name", "not_found", "already_exists", "invalid_state", "reserved_variable_name"],
    async handle({ actor, params: { name: prompt }, body }) {
      return created(await saveSampleSet(actor, { prompt, ...body }));
    },
  }),
  endpoint({
    id: "updateSampleSet",
    method: "patch",
    path: "/prompts/{name}/samples/{id}",
    tag,
    summary: "Change a sample set's name or values",
    permission: "suite:write",
    params: samplePath,
    body: sampleSetChanges,
    idempotency: "none",
    answer: { status: 200, description: "The sample set.", schema: sampleSetView },
    errors: ["invalid_name", "invalid_id", "not_found", "already_exists", "reserved_variable_name"],
    async handle({ actor, params, body }) {
      return ok(await updateSampleSet(actor, { prompt: params.name, id: params.id, ...body }));
    },
  }),
  endpoint({
    id: "deleteSampleSet",
    method: "delete",
    path: "/prompts/{name}/samples/{id}",
    tag,
    summary: "Delete a sample set",
    permission: "suite:write",
    params: samplePath,
    idempotency: "none",
    answer: { status: 200, description: "The deleted sample set.", schema: sampleSetView },
    errors: ["invalid_name", "invalid_id", "not_found"],
    async handle({ actor, params }) {
      return ok(await deleteSampleSet(actor, { prompt: params.name, id: params.id }));
    },
  }),
];
