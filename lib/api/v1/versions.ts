import { z } from "zod";
import { saveVersion } from "@/lib/registry/commands/save-version";
import {
  diffVersions,
  getVersionOrThrow,
  listVersions,
  versionDetail,
  versionView,
} from "@/lib/registry/queries/versions";
import { saveVersionInput } from "@/lib/registry/schema";
import { created } from "../answer";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { contentErrors, pointingIntoBody } from "./content-errors";
import { diffView } from "./diff-schema";
import { draftCopyFilter, promptPath, versionPath, versionText } from "./fields";
import { pageOf, versionSaved } from "./schema";

const endpoint = endpointsOf("Versions");

export const versionEndpoints = [
  endpoint({
    id: "listVersions",
    method: "get",
    path: "/prompts/{name}/versions",
    summary: "List a prompt's versions, newest first",
    permission: "prompt:read",
    params: promptPath,
    query: z.strictObject({ draftCopy: draftCopyFilter.optional(), ...pageQuery }),
    answer: { status: 200, description: "A page of versions without their content.", schema: pageOf(versionView) },
    run: ({ actor, params: { name }, query: { draftCopy, ...page } }) =>
      listVersions(actor, name, { ...toPageRequest(page), draftCopy }),
  }),
  endpoint({
    id: "saveVersion",
    method: "post",
    path: "/prompts/{name}/versions",
    summary: "Save a new version",
    description:
      "Version numbers increase and are never reused. Content that equals the parent version's content gets 409 `unchanged`. `deployTo` makes the new version live at once.",
    permission: "prompt:write",
    params: promptPath,
    body: saveVersionInput.omit({ name: true }),
    idempotency: "stored",
    answer: {
      status: 201,
      description: "The new version.",
      schema: versionSaved,
      headers: { Location: "The path of the version." },
    },
    errors: [
      "environment_not_allowed",
      "unchanged",
      "invalid_state",
      "revision_conflict",
      "approval_required",
      "out_of_date",
      "gate_failed",
      "experiment_conflict",
      ...contentErrors,
    ],
    async handle({ actor, params: { name }, body }) {
      const version = await pointingIntoBody(() => saveVersion(actor, { name, ...body }));
      const location = `/api/v1/prompts/${encodeURIComponent(name)}/versions/${version.version}`;
      return created(version, { location });
    },
  }),
  endpoint({
    id: "getVersion",
    method: "get",
    path: "/prompts/{name}/versions/{version}",
    summary: "Get a version with its content",
    permission: "prompt:read",
    params: versionPath,
    answer: { status: 200, description: "The version.", schema: versionDetail },
    run: ({ actor, params: { name, version } }) => getVersionOrThrow(actor, name, Number(version)),
  }),
  endpoint({
    id: "diffVersions",
    method: "get",
    path: "/prompts/{name}/diff",
    summary: "Compare two versions",
    permission: "prompt:read",
    params: promptPath,
    query: z.strictObject({ from: versionText, to: versionText }),
    answer: { status: 200, description: "The changes by message and field.", schema: diffView },
    errors: ["diff_too_large"],
    run: ({ actor, params: { name }, query: { from, to } }) => diffVersions(actor, name, Number(from), Number(to)),
  }),
];
