import type { Actor } from "@/lib/auth/actor";
import { AppError, isAppError } from "@/lib/core/errors";
import { endHoldback } from "@/lib/registry/commands/end-holdback";
import { promoteVersion } from "@/lib/registry/commands/promote-version";
import { rollBackPrompt } from "@/lib/registry/commands/roll-back-prompt";
import { getPromptOrThrow } from "@/lib/registry/queries/prompts";
import { endHoldbackInput, promoteVersionInput, rollBackPromptInput } from "@/lib/registry/schema";
import { type Answer, ok } from "../answer";
import { type AnswerDoc, endpoint } from "../endpoint";
import { parseIfMatch, preconditionFailed, strongTag } from "../etag";
import { promptPath } from "./fields";
import { endedHoldbackView, moveView } from "./schema";

const tag = "Releases";
const errors = [
  "invalid_name",
  "not_found",
  "environment_not_allowed",
  "invalid_state",
  "revision_conflict",
  "precondition_failed",
] as const;
const headers = { "If-Match": 'The deployment\'s revision you saw, quoted: "3". Stale: 412.' };
const answer = {
  status: 200,
  description: "What is live now, and the release that made it so.",
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
    tag,
    summary: "Promote a version to an environment",
    description:
      "Where the environment asks for approvals: after its change request is approved. Where a gate stands: after the version passed its evaluation (gate_failed names the reasons at /gate and the broken cases at /cases). With override, the right to it and a reason it passes both.",
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
    tag,
    summary: "Roll back to an earlier live version",
    description:
      "Without version: the one that was live before the current one. What was live there comes back past every gate; an older version that never was must pass it.",
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
    tag,
    summary: "Give everyone the released version now",
    description:
      "After a promotion, a guard may let some users keep the version before it for some hours, to compare with. This ends it before its time. No pointer moves, so the revision stays.",
    permission: "prompt:promote",
    params: promptPath,
    body: endHoldbackInput.omit({ name: true }),
    headers,
    idempotency: "stored",
    answer: {
      ...answer,
      description: "What is live for everyone, and the release whose control ended.",
      schema: endedHoldbackView,
      headers: { ETag: "The deployment's revision." },
    },
    errors,
    handle: ({ actor, params: { name }, body, header }) =>
      move(actor, { name, ...body }, header("if-match"), endHoldback),
  }),
];
