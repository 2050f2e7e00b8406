import { z } from "zod";
import { addEnvironment, removeFormerName, updateEnvironment } from "@/lib/registry/commands/environments";
import { environmentView, listEnvironments } from "@/lib/registry/queries/environments";
import { addEnvironmentInput, formerNameInput, updateEnvironmentInput } from "@/lib/registry/reviews-schema";
import { endpointsOf } from "../endpoint";
import { environmentName } from "./fields";
import { wholeListOf } from "./schema";

const endpoint = endpointsOf("Environments");

export const environmentEndpoints = [
  endpoint({
    id: "listEnvironments",
    method: "get",
    path: "/environments",
    summary: "List environments, in the order in which versions move through them",
    permission: "prompt:read",
    answer: { status: 200, description: "All environments, on one page.", schema: wholeListOf(environmentView) },
    run: async ({ actor }) => ({ items: await listEnvironments(actor), nextCursor: null }),
  }),
  endpoint({
    id: "addEnvironment",
    method: "post",
    path: "/environments",
    summary: "Add an environment",
    description:
      "Without `position`, the environment is added at the end of its stage. Applications can use it at once on the instance that you call, and within 30 seconds on other instances.",
    permission: "workspace:write",
    body: addEnvironmentInput,
    idempotency: "stored",
    answer: { status: 201, description: "The environment.", schema: environmentView },
    errors: ["already_exists", "invalid_state"],
    run: ({ actor, body }) => addEnvironment(actor, body),
  }),
  endpoint({
    id: "updateEnvironment",
    method: "patch",
    path: "/environments/{name}",
    summary: "Change an environment's name, protection or number of required approvals",
    description:
      "The live versions do not change. After a rename, applications can still use the old name until it is removed.",
    permission: "workspace:write",
    params: z.strictObject({ name: environmentName }),
    body: updateEnvironmentInput.omit({ name: true }),
    answer: { status: 200, description: "The environment.", schema: environmentView },
    errors: ["environment_not_allowed", "already_exists", "invalid_state"],
    run: ({ actor, params: { name }, body }) => updateEnvironment(actor, { name, ...body }),
  }),
  endpoint({
    id: "removeFormerEnvironmentName",
    method: "delete",
    path: "/environments/{name}/former-names/{formerName}",
    summary: "Remove a former name of an environment",
    description: "Within 30 seconds, applications that use this name get 404 on every instance.",
    permission: "workspace:write",
    params: formerNameInput,
    answer: { status: 200, description: "The environment.", schema: environmentView },
    errors: ["not_found", "environment_not_allowed"],
    run: ({ actor, params }) => removeFormerName(actor, params),
  }),
];
