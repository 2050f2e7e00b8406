import { z } from "zod";
import type { KeyActor } from "@/lib/auth/actor";
import { authorize, type Permission } from "@/lib/auth/authorize";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { closeDraftCopy, createDraftCopy } from "@/lib/registry/commands/draft-copies";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { createDraftCopyInput, draftCopyName } from "@/lib/registry/draft-copy-schema";
import { contentInput, promptName, versionMessage } from "@/lib/registry/schema";
import type { Endpoint } from "../endpoint";
import { pointingIntoBody } from "../v1/content-errors";
import { endpoints } from "../v1/endpoints";
import { id } from "../v1/fields";

type Fields = Record<string, unknown>;

/** A tool as models see it, and its function. */
export type Tool = {
  name: string;
  description: string;
  permission: Permission;
  isReading: boolean;
  input: z.ZodObject;
  /** The operation whose words describe the fields of the input. */
  operation: { id: string; path: string };
  /** Throws the errors of the API. */
  run: (actor: KeyActor, input: Fields) => Promise<unknown>;
};

const nameInTool = promptName.meta({ description: "The prompt's name, such as support/triage, or its id." });
const shapeOf = (schema: z.ZodType | undefined): Fields => (schema instanceof z.ZodObject ? schema.shape : {});

/** An endpoint of the API as a tool, with the same permissions, input, work and audit events. */
function fromEndpoint(name: string, endpointId: string, hint?: string): Tool {
  const found = endpoints.find((endpoint) => endpoint.id === endpointId);
  if (!found) throw new Error(`There is no endpoint ${endpointId}.`);
  const { path, params, query, body, method, summary, description, permission } = found;
  const shape = { ...shapeOf(params), ...shapeOf(query), ...shapeOf(body) };
  if (path.includes("/prompts/{name}")) shape.name = nameInTool; // in a path it is URL-encoded
  return {
    name,
    description: [`${summary}.`, description, hint].filter(Boolean).join(" "),
    permission,
    isReading: method === "get",
    input: z.strictObject(shape as z.ZodRawShape),
    operation: { id: endpointId, path },
    run: (actor, input) => runEndpoint(found, actor, input),
  };
}

async function runEndpoint(endpoint: Endpoint, actor: KeyActor, input: Fields): Promise<unknown> {
  authorize(actor, endpoint.permission);
  const own = (shape: Fields) => Object.entries(input).filter(([key]) => key in shape);
  const texts = (fields: [string, unknown][]) =>
    Object.fromEntries(fields.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]));
  const params = shapeOf(endpoint.params);
  const rest = Object.entries(input).filter(([key]) => !(key in params));
  const run = endpoint.prepare({
    actor,
    params: texts(own(params)),
    query: endpoint.body ? {} : texts(rest),
    body: Object.fromEntries(rest),
    header: () => null,
  });
  return (await run()).body;
}

const draftInput = z.strictObject({
  name: promptName,
  draftCopyId: id
    .optional()
    .meta({ description: "The id of an open draft copy. If it is omitted, a new draft copy is created." }),
  copyName: draftCopyName
    .optional()
    .meta({ description: "The name of the new draft copy. Required without draftCopyId." }),
  fromVersion: createDraftCopyInput.shape.fromVersion.meta({
    description: "The version from which the new draft copy starts. Default: the prompt's newest version.",
  }),
  content: contentInput,
  message: versionMessage.optional().meta({ description: "The reason for the change, for reviewers." }),
});

/** Saves into a draft copy, which is never served. A person merges it. */
async function saveDraft(actor: KeyActor, args: Fields): Promise<unknown> {
  const { name, draftCopyId, copyName, fromVersion, content, message } = parseInput(draftInput, args);
  const save = (into: string) =>
    pointingIntoBody(() => saveVersion(actor, { name, content, message, draftCopyId: into }));
  if (draftCopyId !== undefined) return { draftCopyId, version: await save(draftCopyId) };
  if (copyName === undefined)
    throw new AppError("invalid_request", "Send copyName for a new draft copy, or draftCopyId of an open one.");
  const copy = await createDraftCopy(actor, { name, copyName, fromVersion });
  try {
    return { draftCopyId: copy.id, version: await save(copy.id) };
  } catch (error) {
    await closeDraftCopy(actor, { name, id: copy.id });
    throw error;
  }
}

/** The tools that a model can use with a key. */
export const tools: readonly Tool[] = [
  fromEndpoint("search_prompts", "searchPrompts"),
  fromEndpoint("list_versions", "listVersions"),
  fromEndpoint("get_version", "getVersion"),
  fromEndpoint("diff_versions", "diffVersions"),
  {
    name: "save_draft_copy",
    description:
      "Save changed content as a version of a draft copy. The live version does not change: people review, evaluate and merge the draft copy. Get the content with get_version, change it, and send the whole content.",
    permission: "prompt:write",
    isReading: false,
    input: draftInput,
    operation: { id: "saveVersion", path: "" },
    run: saveDraft,
  },
  fromEndpoint("list_suites", "listSuites"),
  fromEndpoint(
    "run_evaluation",
    "createEvaluation",
    "Get the results with get_evaluation. The run calls models, which can cost money.",
  ),
  fromEndpoint("get_evaluation", "getEvaluation"),
  fromEndpoint("list_experiments", "listExperiments"),
  fromEndpoint("get_experiment_results", "getExperimentResults"),
];
