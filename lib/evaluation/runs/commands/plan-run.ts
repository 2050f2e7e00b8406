import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { AppError, invalidField, notFound } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { parseInput } from "@/lib/core/validation";
import { configHash } from "@/lib/registry/gate/config-hash";
import { calledBy } from "@/lib/registry/queries/find-prompt";
import type { Content, Model } from "@/lib/template/content";
import { listModelOptions } from "../../models/queries";
import { nameJudges } from "../../scorers/judge-choice";
import { type ScorerConfig, scorerConfig, scorersInput } from "../../scorers/schema";
import { type CreateRunInput, runDefaults, runLimits } from "../schema";
import { estimateRun, type RunEstimate, setOf } from "./estimate-run";

/** A run with all settings resolved, before it is stored. */
export type RunPlan = {
  promptId: string;
  promptName: string;
  version: number;
  suiteId: string;
  suiteRevision: number;
  cases: number;
  /** The maximum number of cases to run. Null: all. */
  caseLimit: number | null;
  model: Model;
  isOwnModel: boolean;
  /** The scorers, with the model of every judge resolved. */
  scorers: readonly ScorerConfig[];
  repeats: number;
  concurrency: number;
  budgetUsd: number | null;
  configHash: string;
  estimate: RunEstimate;
  /** The settings in which the baseline run differs. */
  baseline: { version: number; model: Model } | null;
};

/** Cases and scorers that replace the current ones of the suite: those of a gate, or of an earlier run. */
export type GivenSet = { suiteRevision: number; scorers: readonly ScorerConfig[]; configHash?: string };

/** Resolves all settings of a run. Reads only. */
export async function planRun(actor: Actor, input: CreateRunInput, fixedSet?: GivenSet): Promise<RunPlan> {
  const { workspaceId } = actor;
  const { version, baselineVersion, model } = input;
  if (version === baselineVersion) throw invalidField("/baselineVersion", "A version cannot be compared with itself.");
  const [prompt, suite] = await Promise.all([
    findVersions(workspaceId, input.prompt, [version, baselineVersion ?? version]),
    findSuite(workspaceId, input.suite, fixedSet),
  ]);
  const [content, baselineContent] = prompt.contents;
  if (!content) throw notFound(`Version ${version} of ${prompt.name}`);
  if (!baselineContent) throw notFound(`Version ${baselineVersion} of ${prompt.name}`);
  const own = toModel(content, model, { number: version, pointer: "/model" });
  const baseline = baselineVersion === undefined ? null : { number: baselineVersion, pointer: "/baselineVersion" };
  const scorers = input.scorers ? readScorers(input.scorers, suite.scorers) : suite.scorers;
  if (scorers.length === 0 && !suite.hasChecks)
    throw invalidField(
      "/scorers",
      `The suite ${suite.name} has no scorers. Choose at least one there, or send scorers.`,
    );
  const repeats = input.repeats ?? runDefaults.repeats;
  const concurrency = input.concurrency ?? runDefaults.concurrency;
  const caseLimit = input.cases !== undefined && input.cases < suite.cases ? input.cases : null;
  const cases = caseLimit ?? suite.cases;
  const answers = cases * repeats;
  if (answers > runLimits.answers)
    throw invalidField("/repeats", `A run has at most ${runLimits.answers} answers; this one would have ${answers}.`);
  const hasJudge = scorers.some((scorer) => scorer.type === "judge" && scorer.model === null);
  const named = hasJudge ? nameJudges(scorers, await listModelOptions(actor), own) : scorers;
  const estimate = await estimateRun(actor, {
    suite: { ...suite, cases },
    content,
    model: own,
    scorers: named,
    repeats,
    concurrency,
  });
  if (input.budgetUsd !== undefined && estimate.whyUnpriced)
    throw invalidField("/budgetUsd", `No budget can be kept. ${estimate.whyUnpriced}`);
  return {
    promptId: prompt.id,
    promptName: prompt.name,
    version,
    repeats,
    concurrency,
    estimate,
    suiteId: suite.id,
    suiteRevision: suite.revision,
    cases,
    caseLimit,
    model: own,
    isOwnModel: model === undefined,
    scorers: named,
    budgetUsd: input.budgetUsd ?? null,
    baseline: baseline && { version: baseline.number, model: toModel(baselineContent, model, baseline) },
    // The hash uses the scorers as stored in the suite, because the choice of a judge can differ between versions.
    configHash:
      fixedSet?.configHash ??
      configHash({
        suiteId: suite.id,
        suiteRevision: suite.revision,
        scorers,
        repeats,
        model: model ?? null,
        cases: caseLimit,
      }),
  };
}

/** Resolves the scorers of a request: complete ones, ids of the suite's scorers, or types that need no settings. */
function readScorers(sent: NonNullable<CreateRunInput["scorers"]>, own: readonly ScorerConfig[]): ScorerConfig[] {
  const read = sent.map((entry, index) => {
    if (typeof entry !== "string") return entry;
    const plain = { type: entry, id: entry.replaceAll("_", "-"), name: entry.replaceAll("_", " ") };
    const found = own.find(({ id }) => id === entry) ?? scorerConfig.safeParse(plain).data;
    if (found) return found;
    throw invalidField(
      `/scorers/${index}`,
      `The suite has no scorer ${entry}, and no type of that name works without settings.`,
    );
  });
  return parseInput(z.object({ scorers: scorersInput }), { scorers: read }).scorers;
}

/** The model to call: the requested one (with the version's parameters unless it has its own), else the version's. */
function toModel(
  { model: own }: Content,
  requested: Model | undefined,
  { number, pointer }: { number: number; pointer: string },
): Model {
  const model = requested ?? own;
  if (!model)
    throw invalidField(pointer, `v${number} has no model. Choose one for this run, or save a version with one.`);
  const parameters = model.parameters ?? own?.parameters;
  return { provider: model.provider, name: model.name, ...(parameters && { parameters }) };
}

/** Returns the prompt and the contents of the versions with snippets inserted. Undefined for an unknown version. */
async function findVersions(workspaceId: string, name: string, numbers: readonly number[]) {
  const prompt = await prisma().prompt.findFirst({
    where: { workspaceId, ...calledBy(name) },
    select: { id: true, name: true, archivedAt: true },
  });
  if (!prompt) throw notFound(`The prompt ${name}`);
  if (prompt.archivedAt) throw new AppError("invalid_state", `${prompt.name} is archived. Restore it first.`);
  const rows = await prisma().version.findMany({
    where: { workspaceId, promptId: prompt.id, number: { in: [...numbers] } },
    select: { number: true, content: true, expanded: true },
  });
  const contents = numbers.map((number) => {
    const row = rows.find((one) => one.number === number);
    return row && ((row.expanded ?? row.content) as Content);
  });
  return { id: prompt.id, name: prompt.name, contents };
}

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

async function findSuite(workspaceId: string, suite: string, fixedSet?: GivenSet) {
  const row = await prisma().testSuite.findFirst({
    where: { workspaceId, OR: [{ name: suite }, ...(isId(suite) ? [{ id: suite }] : [])] },
    select: { id: true, name: true, revision: true, scorers: true, archivedAt: true },
  });
  if (!row) throw notFound(`The suite ${suite}`);
  const { id, name, archivedAt } = row;
  const { suiteRevision: revision, scorers } = fixedSet ?? { suiteRevision: row.revision, scorers: row.scorers };
  if (archivedAt) throw new AppError("invalid_state", `The suite ${name} is archived. Restore it first.`);
  const where = setOf({ workspaceId, suiteId: id, revision });
  const [cases, checked] = await Promise.all([
    prisma().testCase.count({ where }),
    prisma().testCase.findFirst({
      where: { ...where, NOT: [{ checks: { equals: Prisma.DbNull } }, { checks: { equals: [] } }] },
    }),
  ]);
  if (cases === 0) throw invalidField("/suite", `The suite ${name} has no cases yet. Add some first.`);
  return { id, name, revision, scorers: scorers as ScorerConfig[], cases, hasChecks: checked !== null };
}
