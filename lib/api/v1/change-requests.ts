import { z } from "zod";
import { changeRequestDetail, changeRequestView } from "@/lib/registry/change-request-views";
import {
  amendChangeRequest,
  closeChangeRequest,
  editChangeRequest,
  releaseChangeRequest,
  reopenChangeRequest,
  updateChangeRequest,
} from "@/lib/registry/commands/change-requests";
import { openChangeRequest } from "@/lib/registry/commands/open-change-request";
import { askReviewers, reviewChangeRequest } from "@/lib/registry/commands/reviews";
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
import { created } from "../answer";
import { type AnswerDoc, endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { changeCommentEndpoints } from "./change-comments";
import { changeRequestPath, environmentName } from "./fields";
import { moveView, pageOf } from "./schema";

const endpoint = endpointsOf("Change requests");
const path = "/change-requests/{number}";
const detail = {
  status: 200,
  description: "The change request.",
  schema: changeRequestDetail,
} as const satisfies AnswerDoc;
const none = z.strictObject({});
const ofOne = ["invalid_id", "not_found", "environment_not_allowed"] as const;

const listQuery = z.strictObject({
  status: z
    .enum(["open", "waiting", "changes_requested", "approved", "out_of_date", "released", "closed"])
    .optional()
    .meta({ description: "The status. `open` means all except `released` and `closed`." }),
  prompt: promptName.optional(),
  environment: environmentName.optional(),
  whose: z
    .enum(["mine", "waiting"])
    .optional()
    .meta({ description: "`mine`: opened by this key. `waiting`: the next step is this key's." }),
  ...pageQuery,
});

export const changeRequestEndpoints = [
  endpoint({
    id: "listChangeRequests",
    method: "get",
    path: "/change-requests",
    summary: "List change requests, newest activity first",
    permission: "prompt:read",
    query: listQuery,
    answer: { status: 200, description: "A page of change requests.", schema: pageOf(changeRequestView) },
    run: ({ actor, query: { limit, cursor, ...filter } }) =>
      listChangeRequests(actor, { ...filter, ...toPageRequest({ limit, cursor }) }),
  }),
  endpoint({
    id: "openChangeRequest",
    method: "post",
    path: "/change-requests",
    summary: "Open a change request: ask for approval to release a version to an environment",
    description:
      "The version is compared with the version that is live there now. Each version can have one open change request per environment; a second one gets 409 `already_exists`.",
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
    summary: "Get a change request with its comments and events",
    permission: "prompt:read",
    params: changeRequestPath,
    answer: detail,
    run: ({ actor, params: { number } }) => getChangeRequestOrThrow(actor, Number(number)),
  }),
  endpoint({
    id: "editChangeRequest",
    method: "patch",
    path,
    summary: "Change the title or description of a change request",
    permission: "review:write",
    params: changeRequestPath,
    body: editChangeRequestInput.omit({ number: true }),
    answer: detail,
    errors: ofOne,
    run: ({ actor, params: { number }, body }) => editChangeRequest(actor, { number: Number(number), ...body }),
  }),
  endpoint({
    id: "reviewChangeRequest",
    method: "post",
    path: `${path}/reviews`,
    summary: "Approve a change request, request changes, or comment",
    description:
      "To approve or to request changes, you need the right to promote to the environment. The author of the request or the version gets 403 `self_approval`. An approval is valid only for this version compared with the current live version. The latest approval or request for changes of each person counts.",
    permission: "prompt:read",
    params: changeRequestPath,
    body: z.strictObject({
      verdict: reviewChangeRequestInput.shape.verdict,
      body: reviewChangeRequestInput.shape.body,
      version: reviewChangeRequestInput.shape.version,
    }),
    idempotency: "stored",
    answer: detail,
    errors: [...ofOne, "self_approval", "invalid_state", "out_of_date"],
    run: ({ actor, params: { number }, body }) => reviewChangeRequest(actor, { number: Number(number), ...body }),
  }),
  endpoint({
    id: "askReviewers",
    method: "post",
    path: `${path}/reviewers`,
    summary: "Ask members to review a change request",
    description:
      "The members are notified by e-mail and in their inbox. `reviewers` are ids of members who may approve the change request.",
    permission: "review:write",
    params: changeRequestPath,
    body: askReviewersInput.omit({ number: true }),
    idempotency: "stored",
    answer: detail,
    errors: [...ofOne, "invalid_state"],
    run: ({ actor, params: { number }, body }) => askReviewers(actor, { number: Number(number), ...body }),
  }),
  endpoint({
    id: "amendChangeRequest",
    method: "post",
    path: `${path}/amend`,
    summary: "Replace the version of a change request with a newer one",
    description: "Approvals of the previous version, and requests to change it, no longer count.",
    permission: "review:write",
    params: changeRequestPath,
    body: amendChangeRequestInput.omit({ number: true }),
    idempotency: "stored",
    answer: detail,
    errors: [...ofOne, "invalid_state", "already_exists"],
    run: ({ actor, params: { number }, body }) => amendChangeRequest(actor, { number: Number(number), ...body }),
  }),
  endpoint({
    id: "updateChangeRequest",
    method: "post",
    path: `${path}/update`,
    summary: "Update a change request to the current live version",
    description:
      "The version is then compared with the version that is live now. Approvals that were given for a comparison with another live version no longer count.",
    permission: "review:write",
    params: changeRequestPath,
    body: none,
    isBodyOptional: true,
    idempotency: "stored",
    answer: detail,
    errors: [...ofOne, "invalid_state"],
    run: ({ actor, params: { number } }) => updateChangeRequest(actor, { number: Number(number) }),
  }),
  ...(
    [
      ["close", closeChangeRequest, "Close a change request", "The texts and comments of the change request are kept."],
      [
        "reopen",
        reopenChangeRequest,
        "Reopen a change request",
        "Approvals are still valid if neither the version under review nor the live version has changed.",
      ],
    ] as const
  ).map(([act, command, summary, description]) =>
    endpoint({
      id: `${act}ChangeRequest`,
      method: "post",
      path: `${path}/${act}`,
      summary,
      description,
      permission: "review:write",
      params: changeRequestPath,
      body: closeChangeRequestInput.omit({ number: true }),
      isBodyOptional: true,
      idempotency: "stored",
      answer: detail,
      errors: [...ofOne, "invalid_state", "already_exists"],
      run: ({ actor, params: { number }, body }) => command(actor, { number: Number(number), ...body }),
    }),
  ),
  endpoint({
    id: "releaseChangeRequest",
    method: "post",
    path: `${path}/release`,
    summary: "Release a change request",
    description:
      "Promotes the version under the same conditions as `/prompts/{name}/promote`, and marks the change request as released in the same transaction. `override: true` ignores missing approvals and a failed gate. It needs the right `release:override` and a `reason`.",
    permission: "prompt:promote",
    params: changeRequestPath,
    body: releaseChangeRequestInput.omit({ number: true }),
    isBodyOptional: true,
    idempotency: "stored",
    answer: { status: 200, description: "The new deployment, and its release.", schema: moveView },
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
    run: ({ actor, params: { number }, body }) => releaseChangeRequest(actor, { number: Number(number), ...body }),
  }),
  ...changeCommentEndpoints,
];
