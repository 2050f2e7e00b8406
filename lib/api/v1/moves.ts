import type { Actor } from "@/lib/auth/actor";
import { AppError, isAppError } from "@/lib/core/errors";
import { endHoldback, promoteVersion, rollBackPrompt } from "@/lib/registry/commands/releases";
import { getPromptOrThrow } from "@/lib/registry/queries/prompts";
import { endHoldbackInput, promoteVersionInput, rollBackPromptInput } from "@/lib/registry/schema";
import { type Answer, ok } from "../answer";
import { type AnswerDoc, endpointsOf } from "../endpoint";
import { parseIfMatch, preconditionFailed, strongTag } from "../etag";
import { promptPath } from "./fields";
import { endedHoldbackView, moveView } from "./schema";

const endpoint = endpointsOf("Releases");
const errors = ["environment_not_allowed", "invalid_state", "revision_conflict", "precondition_failed"] as const;
const headers = {
  "If-Match": 'The deployment\'s revision that you have seen, in quotes: "3". If it has changed, the request gets 412.',
};
const answer = {
  status: 200,
  description: "The new deployment, and its release.",
  schema: moveView,
  headers: { ETag: "The deployment's new revision." },
} as const satisfies AnswerDoc;

type Target = { name: string; environment: string; expectedRevision?: number | undefined };
type MovedDeployment = { deployment: { revision: number } };

/** Runs a move with `If-Match`. An outdated revision is 412 in the header, 409 in the body. */
async function move<Input extends Target, Result extends MovedDeployment>(
  actor: Actor,
  input: Input,
  ifMatch: string | null,
  command: (actor: Actor, input: Input) => Promise<Result>,
): Promise<Answer<Result>> {
  const required = await requiredRevision(actor, input, ifMatch);
  if (required !== undefined && input.expectedRevision !== undefined && required !== input.expectedRevision)
    throw new AppError("invalid_request", "If-Match and expectedRevision name different revisions. Send one of them.");
  try {
    const moved = await command(actor, required === undefined ? input : { ...input, expectedRevision: required });
    return ok(moved, { etag: strongTag(moved.deployment.revision) });
  } catch (error) {
    if (ifMatch !== null && isAppError(error) && error.code === "revision_conflict")
      throw preconditionFailed(error.message);
    throw error;
  }
}

async function requiredRevision(actor: Actor, { name, environment }: Target, ifMatch: string | null) {
  const expectation = parseIfMatch(ifMatch);
  if (expectation.kind === "none") return undefined;
  if (expectation.kind === "revisions" && expectation.revisions.length === 1) return expectation.revisions[0];
  const { deployments } = await getPromptOrThrow(actor, name);
  const revision = deployments.find((deployment) => deployment.environment === environment)?.revision ?? 0;
  const holds = expectation.kind === "any" ? revision > 0 : expectation.revisions.includes(revision);
  if (!holds) throw preconditionFailed(`If-Match does not name revision ${revision} of ${name} in ${environment}.`);
  return revision;
}

export const moveEndpoints = [
  endpoint({
    id: "promoteVersion",
    method: "post",
    path: "/prompts/{name}/promote",
    summary: "Promote a version to an environment",
    description:
      "If the environment requires approvals, the version needs an approved change request (409 `approval_required`). If the environment has a gate, the version must pass it (409 `gate_failed`, with reasons at `/gate` and broken cases at `/cases`). `override: true` passes both. It needs the right `release:override` and a `reason`.",
    permission: "prompt:promote",
    params: promptPath,
    body: promoteVersionInput.omit({ name: true }),
    headers,
    idempotency: "stored",
    answer,
    errors: [...errors, "experiment_conflict", "approval_required", "out_of_date", "gate_failed", "version_locked"],
    handle: ({ actor, params: { name }, body, header }) =>
      move(actor, { name, ...body }, header("if-match"), promoteVersion),
  }),
  endpoint({
    id: "rollBackPrompt",
    method: "post",
    path: "/prompts/{name}/rollback",
    summary: "Roll back to an earlier live version",
    description:
      "Without `version`, the last good version that was live before the current one becomes live again. A version that was live in the environment needs no gate and no approval. An older version that was never live there must pass the gate.",
    permission: "prompt:promote",
    params: promptPath,
    body: rollBackPromptInput.omit({ name: true }),
    headers,
    idempotency: "stored",
    answer,
    errors: [...errors, "gate_failed"],
    handle: ({ actor, params: { name }, body, header }) =>
      move(actor, { name, ...body }, header("if-match"), rollBackPrompt),
  }),
  endpoint({
    id: "endControl",
    method: "post",
    path: "/prompts/{name}/end-control",
    summary: "End a holdback early",
    description:
      "After a promotion, a guard can keep a share of users on the previous version for some hours, for comparison. This request ends that holdback, so that all users get the released version. The live version and its revision do not change.",
    permission: "prompt:promote",
    params: promptPath,
    body: endHoldbackInput.omit({ name: true }),
    headers,
    idempotency: "stored",
    answer: {
      ...answer,
      description: "The deployment for all users, and the release whose holdback ended.",
      schema: endedHoldbackView,
      headers: { ETag: "The deployment's revision." },
    },
    errors,
    handle: ({ actor, params: { name }, body, header }) =>
      move(actor, { name, ...body }, header("if-match"), endHoldback),
  }),
];
