import { z } from "zod";
import { changeRequestDetail, changeRequestView } from "@/lib/registry/change-request-views";
import { amendChangeRequest, updateChangeRequest } from "@/lib/registry/commands/amend-change-request";
import { askReviewers } from "@/lib/registry/commands/ask-reviewers";
import {
  closeChangeRequest,
  editChangeRequest,
  reopenChangeRequest,
} from "@/lib/registry/commands/edit-change-request";
import { openChangeRequest } from "@/lib/registry/commands/open-change-request";
import { releaseChangeRequest } from "@/lib/registry/commands/release-change-request";
import { reviewChangeRequest } from "@/lib/registry/commands/review-change-request";
import { getChangeRequestOrThrow } from "@/lib/registry/queries/change-requests";
import { listChangeRequests } from "@/lib/registry/queries/inbox";
import {
  amendChangeRequestInput,
  askReviewersInput,
  closeChangeRequestInput,
  editChangeRequestInput,
  openChangeRequestInput,
  releaseChangeRequestInput,
  reviewChangeRequestInput,
} from "@/lib/registry/reviews-schema";
import { promptName } from "@/lib/registry/schema";
import { created, ok } from "../answer";
import { type AnswerDoc, endpoint } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { changeCommentEndpoints } from "./change-comments";
import { changeRequestPath, environmentName } from "./fields";
import { moveView, pageOf } from "./schema";

const tag = "Change requests";
const path = "/change-requests/{number}";
const detail = {
  status: 200,
  description: "The change request as it is now.",
  schema: changeRequestDetail,
} as const satisfies AnswerDoc;
const none = z.strictObject({});
const ofOne = ["invalid_id", "not_found", "environment_not_allowed"] as const;

const listQuery = z.strictObject({
  status: z
    .enum(["open", "waiting", "changes_requested", "approved", "out_of_date", "released", "closed"])
    .optional()
    .meta({ description: "open is all but released and closed." }),
  prompt: promptName.optional(),
  environment: environmentName.optional(),
  whose: z
    .enum(["mine", "waiting"])
    .optional()
    .meta({ description: "mine: asked by this key. waiting: something waits for this key." }),
  ...pageQuery,
});

export const changeRequestEndpoints = [
  endpoint({
    id: "listChangeRequests",
    method: "get",
    path: "/change-requests",
    tag,
    summary: "List change requests, newest activity first",
    permission: "prompt:read",
    query: listQuery,
    idempotency: "none",
    answer: { status: 200, description: "A page of change requests.", schema: pageOf(changeRequestView) },
    errors: ["invalid_limit", "invalid_cursor", "invalid_name"],
    async handle({ actor, query: { limit, cursor, ...filter } }) {
      return ok(await listChangeRequests(actor, { ...filter, ...toPageRequest({ limit, cursor }) }));
    },
  }),
  endpoint({
    id: "openChangeRequest",
    method: "post",
    path: "/change-requests",
    tag,
    summary: "Ask whether a version may go live in an environment",
    description: "It is compared with what is live there now. One open request for each version and environment.",
    permission: "review:write",
    body: openChangeRequestInput,
    idempotency: "stored",
    answer: { ...detail, status: 201, headers: { Location: "The path of the change request." } },
    errors: ["invalid_name", "not_found", "environment_not_allowed", "already_exists", "invalid_state"],
    async handle({ actor, body }) {
      const request = await openChangeRequest(actor, body);
      return created(request, { location: `/api/v1/change-requests/${request.number}` });
    },
  }),
  endpoint({
    id: "getChangeRequest",
    method: "get",
    path,
    tag,
    summary: "Get a change request with its comments and events",
    permission: "prompt:read",
    params: changeRequestPath,
    idempotency: "none",
    answer: detail,
    errors: ["invalid_id", "not_found"],
    async handle({ actor, params: { number } }) {
      return ok(await getChangeRequestOrThrow(actor, Number(number)));
    },
  }),
  endpoint({
    id: "editChangeRequest",
    method: "patch",
    path,
    tag,
    summary: "Change its title or description",
    permission: "review:write",
    params: changeRequestPath,
    body: editChangeRequestInput.omit({ number: true }),
    idempotency: "none",
    answer: detail,
    errors: ofOne,
    async handle({ actor, params: { number }, body }) {
      return ok(await editChangeRequest(actor, { number: Number(number), ...body }));
    },
  }),
  endpoint({
    id: "reviewChangeRequest",
    method: "post",
    path: `${path}/reviews`,
    tag,
    summary: "Approve, ask for changes, or comment",
    description:
      "A verdict needs the right to promote there, and someone other than the author of the request and the version. It applies only to this version compared with the current live version; the latest one of each counts.",
    permission: "prompt:read",
    params: changeRequestPath,
    body: z.strictObject({
      verdict: reviewChangeRequestInput.shape.verdict,
      body: reviewChangeRequestInput.shape.body,
    }),
    idempotency: "stored",
    answer: detail,
    errors: [...ofOne, "self_approval", "invalid_state", "out_of_date"],
    async handle({ actor, params: { number }, body }) {
      return ok(await reviewChangeRequest(actor, { number: Number(number), ...body }));
    },
  }),
  endpoint({
    id: "askReviewers",
    method: "post",
    path: `${path}/reviewers`,
    tag,
    summary: "Ask people to review it",
    description: "They are notified by e-mail and in their inbox. reviewers are ids of members who may approve.",
    permission: "review:write",
    params: changeRequestPath,
    body: askReviewersInput.omit({ number: true }),
    idempotency: "stored",
    answer: detail,
    errors: [...ofOne, "invalid_state"],
    async handle({ actor, params: { number }, body }) {
      return ok(await askReviewers(actor, { number: Number(number), ...body }));
    },
  }),
  endpoint({
    id: "amendChangeRequest",
    method: "post",
    path: `${path}/amend`,
    tag,
    summary: "Replace it with a newer version",
    description: "Approvals and requests for changes of the version before are void.",
    permission: "review:write",
    params: changeRequestPath,
    body: amendChangeRequestInput.omit({ number: true }),
    idempotency: "stored",
    answer: detail,
    errors: [...ofOne, "invalid_state", "already_exists"],
    async handle({ actor, params: { number }, body }) {
      return ok(await amendChangeRequest(actor, { number: Number(number), ...body }));
    },
  }),
  endpoint({
    id: "updateChangeRequest",
    method: "post",
    path: `${path}/update`,
    tag,
    summary: "Update it against what is live",
    description: "Approvals given over something else are void.",
    permission: "review:write",
    params: changeRequestPath,
    body: none,
    isBodyOptional: true,
    idempotency: "stored",
    answer: detail,
    errors: [...ofOne, "invalid_state"],
    async handle({ actor, params: { number } }) {
      return ok(await updateChangeRequest(actor, { number: Number(number) }));
    },
  }),
  ...(
    [
      ["close", closeChangeRequest, "Close it", "Its texts and comments are kept."],
      ["reopen", reopenChangeRequest, "Reopen it", "Approvals hold where nothing has changed since."],
    ] as const
  ).map(([act, command, summary, description]) =>
    endpoint({
      id: `${act}ChangeRequest`,
      method: "post",
      path: `${path}/${act}`,
      tag,
      summary,
      description,
      permission: "review:write",
      params: changeRequestPath,
      body: closeChangeRequestInput.omit({ number: true }),
      isBodyOptional: true,
      idempotency: "stored",
      answer: detail,
      errors: [...ofOne, "invalid_state", "already_exists"],
      async handle({ actor, params: { number }, body }) {
        return ok(await command(actor, { number: Number(number), ...body }));
      },
    }),
  ),
  endpoint({
    id: "releaseChangeRequest",
    method: "post",
    path: `${path}/release`,
    tag,
    summary: "Promote its version",
    description:
      "As promoting it does; the request becomes released in the same transaction. override ignores missing approvals: it needs the right to do so, and a reason.",
    permission: "prompt:promote",
    params: changeRequestPath,
    body: releaseChangeRequestInput.omit({ number: true }),
    isBodyOptional: true,
    idempotency: "stored",
    answer: { status: 200, description: "What is live now, and the release that made it so.", schema: moveView },
    errors: [
      ...ofOne,
      "invalid_state",
      "revision_conflict",
      "approval_required",
      "out_of_date",
      "gate_failed",
      "version_locked",
      "experiment_conflict",
    ],
    async handle({ actor, params: { number }, body }) {
      return ok(await releaseChangeRequest(actor, { number: Number(number), ...body }));
    },
  }),
  ...changeCommentEndpoints,
];
