import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize, can } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { scorersHash } from "@/lib/registry/gate/config-hash";
import { listModelOptions } from "../models/queries";
import { type ModelMessage, offlineModel } from "../models/types";
import type { PreviewJudgeInput } from "./command-schema";
import { judgeOf } from "./judge-choice";
import { judgeRequest } from "./judge-prompt";
import { type ScorerConfig, scorerConfig } from "./schema";
import type { ScoredCase } from "./types";

/** The model of a judge. */
export const judgeModelView = z.strictObject({ provider: z.string(), name: z.string() });

/** A suite's scorers as API and pages show them. `judges` is empty for people who may not see models. */
export const scorersView = z
  .strictObject({
    scorers: z.array(scorerConfig),
    hash: z
      .string()
      .meta({ description: "The hash of this list. Send it as `expectedHash` when you replace the list." }),
    judges: z
      .array(z.strictObject({ scorer: z.string(), model: judgeModelView, warning: z.string().nullable() }))
      .meta({ description: "For each judge, the model that is used with the current connections, and warnings." }),
  })
  .meta({ id: "Scorers" });
export type ScorersView = z.output<typeof scorersView>;

const newest = { orderBy: { number: "desc" }, take: 1, select: { content: true } } as const;

/** Loads a suite with its scorers and the response schema of its prompt's newest version. Throws `not_found`. */
export async function loadScorers(actor: Actor, id: string) {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const row = await prisma().testSuite.findFirst({
    where: { id, workspaceId },
    select: { name: true, scorers: true, prompt: { select: { versions: { where: { workspaceId }, ...newest } } } },
  });
  if (!row) throw notFound("This suite");
  // The scorers were validated when they were saved.
  const scorers = row.scorers as ScorerConfig[];
  const content = row.prompt?.versions[0]?.content as
    | { model?: z.output<typeof judgeModelView>; responseSchema?: Record<string, unknown> }
    | undefined;
  return { name: row.name, scorers, model: content?.model ?? null, responseSchema: content?.responseSchema };
}

/** Returns the scorers of a suite. Throws 404 `not_found`. */
export async function getScorers(actor: Actor, id: string): Promise<ScorersView> {
  authorize(actor, "prompt:read");
  const { scorers, model } = await loadScorers(actor, id);
  const judges = scorers.filter((config) => config.type === "judge");
  const options = judges.length > 0 && can(actor, "connection:read") ? await listModelOptions(actor) : null;
  return {
    scorers,
    hash: scorersHash(scorers),
    judges: options ? judges.map((judge) => ({ scorer: judge.id, ...judgeOf(judge, options, model) })) : [],
  };
}

/** Returns a case of a suite as scorers read it, at a revision (default: the current one). Throws `not_found`. */
export async function getScoredCase(
  actor: Actor,
  { id, caseKey, revision }: { id: string; caseKey: string; revision?: number | undefined },
): Promise<ScoredCase> {
  authorize(actor, "prompt:read");
  const at =
    revision === undefined
      ? { removedIn: null }
      : { addedIn: { lte: revision }, OR: [{ removedIn: null }, { removedIn: { gt: revision } }] };
  const row = await prisma().testCase.findFirst({
    where: { workspaceId: actor.workspaceId, suiteId: id, caseKey, ...at },
    select: { variables: true, expected: true, checks: true },
  });
  if (!row) throw notFound("This case");
  return {
    variables: row.variables as ScoredCase["variables"],
    expected: row.expected,
    checks: (row.checks ?? []) as unknown as ScoredCase["checks"],
  };
}

/** Returns the messages that a judge gets about an answer. Without a case, placeholder texts replace its values. */
export async function getJudgePreview(
  actor: Actor,
  { id, judge, caseKey }: PreviewJudgeInput,
): Promise<{ messages: ModelMessage[] }> {
  authorize(actor, "suite:write");
  if (judge.type !== "judge") throw new AppError("invalid_request", "Only judges are asked anything.");
  const testCase = caseKey
    ? await getScoredCase(actor, { id, caseKey })
    : { variables: { message: "(the values of the case)" }, expected: "(the expected answer of the case)" };
  const { messages } = judgeRequest(judge, judge.model ?? offlineModel, { testCase }, "(the answer of the model)");
  return { messages };
}
