import { z } from "zod";
import { closeDraftCopy, reopenDraftCopy } from "@/lib/registry/commands/close-draft-copy";
import { createDraftCopy } from "@/lib/registry/commands/create-draft-copy";
import { mergeDraftCopy } from "@/lib/registry/commands/merge-draft-copy";
import {
  createDraftCopyInput,
  draftCopyName,
  mergeDraftCopyInput,
  mergeTarget,
} from "@/lib/registry/draft-copy-schema";
import { draftCopyStatus, draftCopyView } from "@/lib/registry/draft-copy-views";
import { getDraftCopyOrThrow, listDraftCopies } from "@/lib/registry/queries/draft-copies";
import { planMerge } from "@/lib/registry/queries/merge-plan";
import { created, ok } from "../answer";
import { endpoint } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { contentErrors, pointingIntoBody } from "./content-errors";
import { namedIdPath, promptPath } from "./fields";
import { mergedView, mergePlanView } from "./merge-schema";
import { pageOf } from "./schema";

const tag = "Draft copies";
const one = ["invalid_name", "invalid_id", "not_found"] as const;

const createBody = createDraftCopyInput.omit({ name: true, copyName: true }).extend({ name: draftCopyName });

export const draftCopyEndpoints = [
  endpoint({
    id: "listDraftCopies",
    method: "get",
    path: "/prompts/{name}/drafts",
    tag,
    summary: "List a prompt's draft copies, last changed first",
    permission: "prompt:read",
    params: promptPath,
    query: z.strictObject({ status: draftCopyStatus.optional(), ...pageQuery }),
    idempotency: "none",
    answer: { status: 200, description: "A page of draft copies.", schema: pageOf(draftCopyView) },
    errors: ["invalid_name", "not_found", "invalid_limit", "invalid_cursor"],
    async handle({ actor, params: { name }, query: { status, ...page } }) {
      return ok(await listDraftCopies(actor, name, { ...toPageRequest(page), status }));
    },
  }),
  endpoint({
    id: "createDraftCopy",
    method: "post",
    path: "/prompts/{name}/drafts",
    tag,
    summary: "Start a draft copy from a version",
    description:
      "Save versions in it with draftCopyId on POST …/versions. Its name is unique among the open copies of the prompt.",
    permission: "prompt:write",
    params: promptPath,
    body: createBody,
    idempotency: "stored",
    answer: {
      status: 201,
      description: "The draft copy.",
      schema: draftCopyView,
      headers: { Location: "The path of the draft copy." },
    },
    errors: ["invalid_name", "not_found", "invalid_state", "already_exists"],
    async handle({ actor, params: { name }, body: { name: copyName, ...body } }) {
      const copy = await createDraftCopy(actor, { name, copyName, ...body });
      return created(copy, { location: `/api/v1/prompts/${encodeURIComponent(name)}/drafts/${copy.id}` });
    },
  }),
  endpoint({
    id: "getDraftCopy",
    method: "get",
    path: "/prompts/{name}/drafts/{id}",
    tag,
    summary: "Get a draft copy",
    permission: "prompt:read",
    params: namedIdPath,
    idempotency: "none",
    answer: { status: 200, description: "The draft copy.", schema: draftCopyView },
    errors: one,
    async handle({ actor, params: { name, id } }) {
      return ok(await getDraftCopyOrThrow(actor, name, id));
    },
  }),
  endpoint({
    id: "planMerge",
    method: "get",
    path: "/prompts/{name}/drafts/{id}/merge",
    tag,
    summary: "Preview a merge",
    description:
      "Three-way, per message and field, by line inside texts: base is what both share, ours the draft copy, theirs the prompt itself. Where a conflict is open, content holds the lines of both, ours first.",
    permission: "prompt:read",
    params: namedIdPath,
    query: z.strictObject({ into: mergeTarget.default("prompt") }),
    idempotency: "none",
    answer: {
      status: 200,
      description: "The three contents, the merged one, and its conflicts.",
      schema: mergePlanView,
    },
    errors: [...one, "merge_too_large"],
    async handle({ actor, params: { name, id }, query: { into } }) {
      return ok(await planMerge(actor, { name, id, into }));
    },
  }),
  endpoint({
    id: "mergeDraftCopy",
    method: "post",
    path: "/prompts/{name}/drafts/{id}/merge",
    tag,
    summary: "Merge a draft copy into its prompt, or the prompt into the copy",
    description:
      "The merge is a new version that names both parents. With conflicts, send the settled content; errors[] of merge_conflict point into the plan's content. expectedLatest and expectedHead refuse a merge of what nobody looked at.",
    permission: "prompt:write",
    params: namedIdPath,
    body: mergeDraftCopyInput.omit({ name: true, id: true }),
    isBodyOptional: true,
    idempotency: "stored",
    answer: { status: 200, description: "The copy as it is now, and the version the merge made.", schema: mergedView },
    errors: [
      ...one,
      "invalid_state",
      "unchanged",
      "revision_conflict",
      "merge_conflict",
      "merge_too_large",
      ...contentErrors,
    ],
    async handle({ actor, params, body }) {
      return ok(await pointingIntoBody(() => mergeDraftCopy(actor, { ...params, ...body })));
    },
  }),
  endpoint({
    id: "closeDraftCopy",
    method: "post",
    path: "/prompts/{name}/drafts/{id}/close",
    tag,
    summary: "Close a draft copy without merging it",
    description: "Its versions stay readable, and it can be reopened.",
    permission: "prompt:write",
    params: namedIdPath,
    idempotency: "stored",
    answer: { status: 200, description: "The draft copy.", schema: draftCopyView },
    errors: [...one, "invalid_state"],
    async handle({ actor, params }) {
      return ok(await closeDraftCopy(actor, params));
    },
  }),
  endpoint({
    id: "reopenDraftCopy",
    method: "post",
    path: "/prompts/{name}/drafts/{id}/reopen",
    tag,
    summary: "Reopen a closed draft copy",
    permission: "prompt:write",
    params: namedIdPath,
    idempotency: "stored",
    answer: { status: 200, description: "The draft copy.", schema: draftCopyView },
    errors: [...one, "invalid_state", "already_exists"],
    async handle({ actor, params }) {
      return ok(await reopenDraftCopy(actor, params));
    },
  }),
];
