import { z } from "zod";
import { uuidV7 } from "@/lib/core/uuid";
import { ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { takeEventBatch } from "../event-intake/intake";
import { environmentName } from "../v1/fields";
import { countOf, fieldsOf, fitting, latencyOf, textOf } from "./fields";
import { toPromptLayer } from "./prompt-layer-blueprint";
import { environmentOf, nameHere, resolveFor } from "./served";

const version = z.int().min(1).max(2_147_483_647);
const texts = z.record(z.string(), z.unknown());
const endpoint = endpointsOf("PromptLayer");
const answer = { status: 200, description: "As PromptLayer answers.", schema: z.unknown() } as const;

/** The user of a call, by the usual names in PromptLayer's metadata. */
const userIdOf = (metadata: unknown) => {
  const { userId, user_id } = fieldsOf(metadata);
  return textOf(userId) ?? textOf(user_id) ?? undefined;
};

export const promptLayerTemplate = endpoint({
  id: "promptLayerGetTemplate",
  method: "post",
  path: "/prompt-templates/{name}",
  summary: "Get a prompt as PromptLayer's SDK asks for it",
  permission: "prompt:resolve",
  params: z.object({ name: z.string() }),
  body: z.object({
    label: environmentName.nullish(),
    version: version.nullish(),
    provider: z.string().nullish(),
    model: z.string().nullish(),
    input_variables: texts.nullish(),
    metadata_filters: texts.nullish(),
    skip_input_variable_rendering: z.boolean().nullish(),
  }),
  isBodyOptional: true,
  answer,
  errors: [
    "invalid_name",
    "not_found",
    "environment_not_allowed",
    "missing_variables",
    "invalid_variable_type",
    "not_convertible",
    "template_limit",
    "template_too_slow",
  ],
  async handle({ actor, params, body }) {
    const variables = body.skip_input_variable_rendering ? undefined : (body.input_variables ?? undefined);
    const { served, headers } = await resolveFor(actor, {
      name: nameHere(params.name),
      environment: environmentOf(actor, body.label ?? undefined),
      version: body.version ?? undefined,
      userId: userIdOf(body.metadata_filters),
      variables,
    });
    const options = {
      isFilled: variables !== undefined,
      provider: body.provider ?? undefined,
      model: body.model ?? undefined,
    };
    return ok(toPromptLayer(served, options), headers);
  },
});

export const promptLayerTrack = endpoint({
  id: "promptLayerTrackRequest",
  method: "post",
  path: "/track-request",
  summary: "Take a call as PromptLayer's SDK reports it",
  permission: "event:write",
  body: z.looseObject({}),
  answer,
  async handle({ actor, body }) {
    const id = uuidV7();
    const fields = fieldsOf(body);
    const [prompt, number] = [textOf(fields.prompt_id), countOf(fields.prompt_version)];
    // A call without a prompt is not stored.
    if (prompt === null || number === null) return ok({ success: true, request_id: id, prompt_blueprint: null });
    const [kwargs, response] = [fieldsOf(fields.kwargs), fieldsOf(fields.request_response)];
    const usage = fieldsOf(response.usage);
    const event = {
      type: "interaction",
      id: `promptlayer:${id}`,
      interactionId: id,
      prompt: nameHere(prompt),
      version: number,
      environment: environmentOf(actor, undefined),
      latencyMs: latencyOf(fields.request_start_time, fields.request_end_time),
      inputTokens: countOf(usage.prompt_tokens ?? usage.input_tokens),
      outputTokens: countOf(usage.completion_tokens ?? usage.output_tokens),
      model: textOf(response.model) ?? textOf(kwargs.model),
      name: textOf(fields.function_name),
      userId: userIdOf(fields.metadata),
      error: fields.status === "ERROR" ? (textOf(fields.error_message, 2_000) ?? "error") : null,
      input: fitting(kwargs.messages ?? kwargs.contents ?? kwargs.input),
      output: fitting(response),
    };
    const { rejected } = await takeEventBatch(actor, Buffer.from(JSON.stringify({ events: [event] })));
    const warning = rejected[0]?.message;
    return ok({ success: true, request_id: id, prompt_blueprint: null, ...(warning && { warning }) });
  },
});

/** Additional data about a call. Accepted so that applications keep working, but not stored. */
export const promptLayerNotes = endpoint({
  id: "promptLayerNote",
  method: "post",
  path: "/library-track-{what}",
  summary: "Accept what PromptLayer's SDK adds to a call; nothing is stored",
  permission: "event:write",
  body: z.looseObject({}),
  answer,
  handle: async () => ok({ success: true, id: null }),
});
