import { z } from "zod";
import { changeRequestDetail, commentView } from "@/lib/registry/change-request-views";
import { commentOnChange, reopenComment, resolveComment } from "@/lib/registry/commands/comment-on-change";
import { acceptSuggestion, saveSuggestions, suggestChanges } from "@/lib/registry/commands/suggestions";
import { commentOnChangeInput, suggestChangesInput } from "@/lib/registry/reviews-schema";
import { ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { changeCommentPath, changeRequestPath } from "./fields";

const endpoint = endpointsOf("Change requests");
const path = "/change-requests/{number}/comments";
const { body, version, pointer, line, replyTo } = commentOnChangeInput.shape;

export const changeCommentEndpoints = [
  endpoint({
    id: "commentOnChange",
    method: "post",
    path,
    summary: "Comment on a change request, or reply to a comment",
    description:
      "The comment applies to a line, to a field or to the whole version. `version` is the version under review (default) or the version it is compared with. `pointer` and `line` give the position in it.",
    permission: "prompt:read",
    params: changeRequestPath,
    body: z.strictObject({ body, version, pointer, line, replyTo }),
    idempotency: "stored",
    answer: { status: 201, description: "The comment.", schema: commentView },
    errors: ["environment_not_allowed"],
    run: ({ actor, params: { number }, body: comment }) =>
      commentOnChange(actor, { number: Number(number), ...comment }),
  }),
  endpoint({
    id: "suggestChanges",
    method: "post",
    path: "/change-requests/{number}/suggestions",
    summary: "Suggest a change to a text of the version under review",
    description:
      "Send the whole text at `pointer` as it should be. Every line that differs becomes a separate suggestion.",
    permission: "prompt:read",
    params: changeRequestPath,
    body: suggestChangesInput.omit({ number: true }),
    idempotency: "stored",
    answer: {
      status: 201,
      description: "The suggestions, in order.",
      schema: z.strictObject({ items: z.array(commentView) }),
    },
    errors: ["environment_not_allowed", "invalid_state"],
    run: async ({ actor, params: { number }, body: suggested }) => ({
      items: await suggestChanges(actor, { number: Number(number), ...suggested }),
    }),
  }),
  endpoint({
    id: "acceptSuggestion",
    method: "post",
    path: `${path}/{id}/accept`,
    summary: "Accept a suggestion",
    description: "To decline a suggestion, resolve its comment. To undo either decision, reopen the comment.",
    permission: "prompt:write",
    params: changeCommentPath,
    body: z.strictObject({}),
    isBodyOptional: true,
    idempotency: "stored",
    answer: { status: 200, description: "The suggestion.", schema: commentView },
    errors: ["environment_not_allowed", "invalid_state"],
    run: ({ actor, params: { number, id } }) => acceptSuggestion(actor, { number: Number(number), id }),
  }),
  endpoint({
    id: "saveSuggestions",
    method: "post",
    path: "/change-requests/{number}/suggestions/save",
    summary: "Save the accepted suggestions as a new version and put it under review",
    description:
      "Versions that were saved since the version under review are merged in. If they change the same lines, the request gets 409 `merge_conflict`. If a suggestion is still open, it gets 409 `invalid_state`.",
    permission: "prompt:write",
    params: changeRequestPath,
    body: z.strictObject({}),
    isBodyOptional: true,
    idempotency: "stored",
    answer: { status: 200, description: "The change request.", schema: changeRequestDetail },
    errors: ["environment_not_allowed", "invalid_state", "revision_conflict", "merge_conflict"],
    run: ({ actor, params: { number } }) => saveSuggestions(actor, { number: Number(number) }),
  }),
  ...(
    [
      ["resolve", resolveComment, "Resolve a comment"],
      ["reopen", reopenComment, "Reopen a resolved comment"],
    ] as const
  ).map(([act, command, summary]) =>
    endpoint({
      id: `${act}ChangeComment`,
      method: "post",
      path: `${path}/{id}/${act}`,
      summary,
      permission: "prompt:read",
      params: changeCommentPath,
      body: z.strictObject({}),
      isBodyOptional: true,
      idempotency: "stored",
      answer: { status: 200, description: "The comment.", schema: commentView },
      errors: ["invalid_id", "not_found", "environment_not_allowed", "invalid_state"],
      async handle({ actor, params: { number, id } }) {
        return ok(await command(actor, { number: Number(number), id }));
      },
    }),
  ),
];
