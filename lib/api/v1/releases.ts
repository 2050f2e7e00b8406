import { z } from "zod";
import { listReleases } from "@/lib/registry/queries/releases";
import { releaseView } from "@/lib/registry/views";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { environmentName, promptPath } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Releases");
const query = z.strictObject({ environment: environmentName.optional(), ...pageQuery });
const answer = {
  status: 200,
  description: "A page of releases.",
  schema: pageOf(releaseView),
} as const;

export const releaseEndpoints = [
  endpoint({
    id: "listPromptReleases",
    method: "get",
    path: "/prompts/{name}/releases",
    summary: "List the releases of a prompt, newest first",
    permission: "prompt:read",
    params: promptPath,
    query,
    answer,
    run: ({ actor, params: { name }, query: { environment, ...page } }) =>
      listReleases(actor, { name, environment, ...toPageRequest(page) }),
  }),
  endpoint({
    id: "listReleases",
    method: "get",
    path: "/releases",
    summary: "List the releases of the workspace, newest first",
    permission: "prompt:read",
    query,
    answer,
    errors: ["not_found"],
    run: ({ actor, query: { environment, ...page } }) => listReleases(actor, { environment, ...toPageRequest(page) }),
  }),
];
