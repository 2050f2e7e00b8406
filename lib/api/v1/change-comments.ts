import { z } from "zod";
import { commentOnChange, reopenComment, resolveComment } from "@/lib/registry/commands/comment-on-change";
import { commentOnChangeInput } from "@/lib/registry/reviews-schema";
import { created, ok } from "../answer";
import { endpoint } from "../endpoint";
import { commentView } from "./change-request-schema";
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
  ...(
    [
      ["resolve", resolveComment, "Settle a comment"],
      ["reopen", reopenComment, "Take a settled comment up again"],
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
