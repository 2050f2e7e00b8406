import { z } from "zod";
import { count } from "@/lib/core/view-fields";
import { closeDraftCopy, createDraftCopy, reopenDraftCopy } from "@/lib/registry/commands/draft-copies";
import { mergeDraftCopy } from "@/lib/registry/commands/merge-draft-copy";
import { contentView } from "@/lib/registry/content-view";
import {
  createDraftCopyInput,
  draftCopyName,
  mergeDraftCopyInput,
  mergeTarget,
} from "@/lib/registry/draft-copy-schema";
import { draftCopyStatus, draftCopyView } from "@/lib/registry/draft-copy-views";
import { getDraftCopyOrThrow, listDraftCopies } from "@/lib/registry/queries/draft-copies";
import { planMerge } from "@/lib/registry/queries/merge-plan";
import { versionDetail } from "@/lib/registry/queries/versions";
import { created } from "../answer";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { contentErrors, pointingIntoBody } from "./content-errors";
import { diffView } from "./diff-schema";
import { namedIdPath, promptPath } from "./fields";
import { pageOf } from "./schema";

const part = z.strictObject({ version: count, content: contentView });
const text = z.string().nullable();
const place = { id: z.string(), pointer: z.string(), label: z.string() };

const conflict = z
  .strictObject({
    ...place,
    kind: z.enum(["text", "value"]),
    base: text,
    ours: text,
    theirs: text,
    line: z
      .strictObject({ ours: count, theirs: count })
      .nullable()
      .meta({ description: "The line where the conflict begins on each side, from 1; null for values." }),
  })
  .meta({ id: "MergeConflict" });

const taken = z.strictObject({ ...place, side: z.enum(["ours", "theirs"]), before: text, after: text });

const mergePlanView = z
  .strictObject({
    draftCopy: draftCopyView,
    into: mergeTarget,
    base: part,
    ours: part,
    theirs: part,
    content: contentView,
    conflicts: z.array(conflict),
    taken: z.array(taken).meta({ description: "Changes that only one side made. They are merged automatically." }),
    diff: diffView
      .omit({ prompt: true, from: true, to: true })
      .meta({ description: "The difference from the merge target's current content to `content`." }),
  })
  .meta({ id: "MergePlan" });

const mergedView = z.strictObject({ draftCopy: draftCopyView, version: versionDetail }).meta({ id: "Merged" });

const endpoint = endpointsOf("Draft copies");
const one = ["invalid_name", "invalid_id", "not_found"] as const;

const createBody = createDraftCopyInput.omit({ name: true, copyName: true }).extend({ name: draftCopyName });

export const draftCopyEndpoints = [
  endpoint({
    id: "listDraftCopies",
    method: "get",
    path: "/prompts/{name}/drafts",
    summary: "List a prompt's draft copies, last changed first",
    permission: "prompt:read",
    params: promptPath,
    query: z.strictObject({ status: draftCopyStatus.optional(), ...pageQuery }),
    answer: { status: 200, description: "A page of draft copies.", schema: pageOf(draftCopyView) },
    run: ({ actor, params: { name }, query: { status, ...page } }) =>
      listDraftCopies(actor, name, { ...toPageRequest(page), status }),
  }),
  endpoint({
    id: "createDraftCopy",
    method: "post",
    path: "/prompts/{name}/drafts",
    summary: "Start a draft copy from a version",
    description:
      "To save a version in the draft copy, send `draftCopyId` with `POST /prompts/{name}/versions`. The name must be unique among the prompt's open draft copies.",
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
    errors: ["invalid_state", "already_exists"],
    async handle({ actor, params: { name }, body: { name: copyName, ...body } }) {
      const copy = await createDraftCopy(actor, { name, copyName, ...body });
      return created(copy, { location: `/api/v1/prompts/${encodeURIComponent(name)}/drafts/${copy.id}` });
    },
  }),
  endpoint({
    id: "getDraftCopy",
    method: "get",
    path: "/prompts/{name}/drafts/{id}",
    summary: "Get a draft copy",
    permission: "prompt:read",
    params: namedIdPath,
    answer: { status: 200, description: "The draft copy.", schema: draftCopyView },
    errors: one,
    run: ({ actor, params: { name, id } }) => getDraftCopyOrThrow(actor, name, id),
  }),
  endpoint({
    id: "planMerge",
    method: "get",
    path: "/prompts/{name}/drafts/{id}/merge",
    summary: "Preview the merge of a draft copy",
    description:
      "Computes a three-way merge of messages and fields, line by line inside texts. `base` is the version that both sides share, `ours` the draft copy, `theirs` the prompt. At an unresolved conflict, `content` contains the lines of both sides, first those of `ours`.",
    permission: "prompt:read",
    params: namedIdPath,
    query: z.strictObject({ into: mergeTarget.default("prompt") }),
    answer: {
      status: 200,
      description: "The contents of both sides and of their base, the merged content, and its conflicts.",
      schema: mergePlanView,
    },
    errors: [...one, "merge_too_large"],
    run: ({ actor, params: { name, id }, query: { into } }) => planMerge(actor, { name, id, into }),
  }),
  endpoint({
    id: "mergeDraftCopy",
    method: "post",
    path: "/prompts/{name}/drafts/{id}/merge",
    summary: "Merge a draft copy into its prompt, or the prompt into the copy",
    description:
      "Saves the merge as a new version with two parents. If there are conflicts, send the resolved `content`; otherwise the request gets 409 `merge_conflict`, with pointers into the plan's `content` in `errors[]`. Send `expectedLatest` and `expectedHead` to make sure that you merge the versions that you have seen: if a newer one exists, the request gets 409 `revision_conflict`.",
    permission: "prompt:write",
    params: namedIdPath,
    body: mergeDraftCopyInput.omit({ name: true, id: true }),
    isBodyOptional: true,
    idempotency: "stored",
    answer: { status: 200, description: "The draft copy, and the version that the merge created.", schema: mergedView },
    errors: [
      ...one,
      "invalid_state",
      "unchanged",
      "revision_conflict",
      "merge_conflict",
      "merge_too_large",
      ...contentErrors,
    ],
    run: ({ actor, params, body }) => pointingIntoBody(() => mergeDraftCopy(actor, { ...params, ...body })),
  }),
  endpoint({
    id: "closeDraftCopy",
    method: "post",
    path: "/prompts/{name}/drafts/{id}/close",
    summary: "Close a draft copy without merging it",
    description: "The versions of the draft copy stay readable, and it can be reopened.",
    permission: "prompt:write",
    params: namedIdPath,
    idempotency: "stored",
    answer: { status: 200, description: "The draft copy.", schema: draftCopyView },
    errors: [...one, "invalid_state"],
    run: ({ actor, params }) => closeDraftCopy(actor, params),
  }),
  endpoint({
    id: "reopenDraftCopy",
    method: "post",
    path: "/prompts/{name}/drafts/{id}/reopen",
    summary: "Reopen a closed draft copy",
    permission: "prompt:write",
    params: namedIdPath,
    idempotency: "stored",
    answer: { status: 200, description: "The draft copy.", schema: draftCopyView },
    errors: [...one, "invalid_state", "already_exists"],
    run: ({ actor, params }) => reopenDraftCopy(actor, params),
  }),
];
