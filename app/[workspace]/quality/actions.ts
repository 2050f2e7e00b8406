"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { can } from "@/lib/auth/authorize";
import { isLiveMetric, type LiveMetric } from "@/lib/evaluation/online/metrics";
import { listScoredAnswers } from "@/lib/evaluation/online/queries/scored-answers";
import { addInteractions, makeSuiteOfInteractions } from "@/lib/evaluation/suites/commands/add-interactions";
import { findFreeSuiteName, getSuiteOrThrow, listSuites } from "@/lib/evaluation/suites/queries";
import { addInteractionsInput, suiteOfInteractionsInput } from "@/lib/evaluation/suites/schema";
import { listQuality } from "@/lib/guards/queries/quality";
import { getAnswerOrThrow } from "@/lib/guards/queries/quality-answer";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { promptName } from "@/lib/registry/schema";
import { toQualityFilter } from "./_components/filters";

const cursor = z.string().max(2_000);

const pageInput = z.strictObject({ environment: z.string().max(200), folder: z.string().max(200), cursor });

/** Returns the next page of the overview. */
export const loadMoreQuality = defineAction(pageInput, async (actor, { cursor, ...filters }) => {
  const filter = toQualityFilter(filters, await listEnvironments(actor));
  const { items, nextCursor } = await listQuality(actor, { ...filter, limit: 50, cursor });
  return { items, nextCursor };
});

const answersInput = z.strictObject({
  name: promptName,
  environment: z.string().min(1).max(63),
  metric: z.custom<LiveMetric>((text) => typeof text === "string" && text.length <= 80 && isLiveMetric(text)),
  version: z.int().min(1).optional(),
  isFailed: z.boolean().optional(),
  order: z.enum(["worst", "newest"]),
  cursor,
});

/** Returns the next page of a prompt's answers. */
export const loadMoreAnswers = defineAction(answersInput, (actor, input) =>
  listScoredAnswers(actor, { ...input, limit: 20 }),
);

/** Returns one answer with its scores and feedback, and the suites it can be added to. */
export const readAnswer = defineAction(
  z.strictObject({ interactionId: z.string().min(1).max(200) }),
  async (actor, input) => {
    const answer = await getAnswerOrThrow(actor, input.interactionId);
    const canKeep = can(actor, "suite:write");
    const suites = canKeep
      ? await listSuites(actor, { prompt: answer.interaction.prompt, limit: 50 }).then(({ items }) => items)
      : [];
    return { ...answer, canKeep, suites: suites.map(({ id, name }) => ({ id, name })) };
  },
);

/** Adds live answers to a suite as cases. */
export const addAnswersToSuite = defineAction(addInteractionsInput, async (actor, input) => {
  const { cases, skipped } = await addInteractions(actor, input);
  const { id, name } = await getSuiteOrThrow(actor, input.id);
  return { id, name, cases: cases.length, skipped, rejectedBy: [] as string[] };
});

/** Creates a suite from live answers. `rejectedBy`: the names of the scorers that it got from them. */
export const makeSuiteOf = defineAction(suiteOfInteractionsInput, async (actor, input) => {
  // A second click for the same group creates another suite with a free name.
  const name = await findFreeSuiteName(actor, input.name);
  const { suite, cases, skipped, rejectedBy } = await makeSuiteOfInteractions(actor, { ...input, name });
  return { id: suite.id, name: suite.name, cases: cases.length, skipped, rejectedBy };
});
