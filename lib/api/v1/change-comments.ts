import { z } from "zod";
import { changeRequestDetail, commentView } from "@/lib/registry/change-request-views";
import { commentOnChange, reopenComment, resolveComment } from "@/lib/registry/commands/comment-on-change";
import { saveSuggestions } from "@/lib/registry/commands/save-suggestions";
import { acceptSuggestion, suggestChanges } from "@/lib/registry/commands/suggest-changes";
import { commentOnChangeInput, suggestChangesInput } from "@/lib/registry/reviews-schema";
import { created, ok } from "../answer";
import { endpoint } from "../endpoint";
import { changeCommentPath, changeRequestPath } from "./fields";

const tag = "Change requests";
const path = "/change-requests/{number}/comments";
const { body, version, pointer, line, replyTo } = commentOnChangeInput.shape;

export const changeCommentEndpoints = [
  endpoint({
    id: "commentOnChange",
    method: "post",
    path,
    tag,
    summary: "Comment on a line, a field or the whole, or answer a comment",
    description:
      "version is the one under review (when left out) or the one it is compared with; pointer and line say where in it.",
    permission: "prompt:read",
    params: changeRequestPath,
    body: z.strictObject({ body, version, pointer, line, replyTo }),
    idempotency: "stored",
    answer: { status: 201, description: "The comment.", schema: commentView },
    errors: ["invalid_id", "not_found", "environment_not_allowed"],
    async handle({ actor, params: { number }, body: comment }) {
      return created(await commentOnChange(actor, { number: Number(number), ...comment }));
    },
  }),
  endpoint({
    id: "suggestChanges",
    method: "post",
    path: "/change-requests/{number}/suggestions",
    tag,
    summary: "Suggest a change to a text of the version under review",
    description:
      "text is the whole text at pointer as it should be. Every line that differs is a suggestion of its own.",
    permission: "prompt:read",
    params: changeRequestPath,
    body: suggestChangesInput.omit({ number: true }),
    idempotency: "stored",
    answer: {
      status: 201,
      description: "The suggestions, in order.",
      schema: z.strictObject({ items: z.array(commentView) }),
    },
    errors: ["invalid_id", "not_found", "environment_not_allowed", "invalid_state"],
    async handle({ actor, params: { number }, body: suggested }) {
      return created({ items: await suggestChanges(actor, { number: Number(number), ...suggested }) });
    },
  }),
  endpoint({
    id: "acceptSuggestion",
    method: "post",
    path: `${path}/{id}/accept`,
    tag,
    summary: "Accept a suggestion",
    description: "To decline it, resolve the comment; to undo either, reopen it.",
    permission: "prompt:write",
    params: changeCommentPath,
    body: z.strictObject({}),
    isBodyOptional: true,
    idempotency: "stored",
    answer: { status: 200, description: "The suggestion.", schema: commentView },
    errors: ["invalid_id", "not_found", "environment_not_allowed", "invalid_state"],
    async handle({ actor, params: { number, id } }) {
      return ok(await acceptSuggestion(actor, { number: Number(number), id }));
    },
  }),
  endpoint({
    id: "saveSuggestions",
    method: "post",
    path: "/change-requests/{number}/suggestions/save",
    tag,
    summary: "Save the accepted suggestions as the next version and review that one",
    description: "Versions that were saved meanwhile are brought in.",
    permission: "prompt:write",
    params: changeRequestPath,
    body: z.strictObject({}),
    isBodyOptional: true,
    idempotency: "stored",
    answer: { status: 200, description: "The change request as it is now.", schema: changeRequestDetail },
    errors: [
      "invalid_id",
      "not_found",
      "environment_not_allowed",
      "invalid_state",
      "revision_conflict",
      "merge_conflict",
    ],
    async handle({ actor, params: { number } }) {
      return ok(await saveSuggestions(actor, { number: Number(number) }));
    },
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
      tag,
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
