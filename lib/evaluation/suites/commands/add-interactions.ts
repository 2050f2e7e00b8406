import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { canonicalJson } from "@/lib/core/canonical-json";
import { AppError } from "@/lib/core/errors";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import { type InteractionDetail, listInteractions } from "@/lib/telemetry/queries/interactions";
import { listRejectingScorers } from "../../online/queries/rejecting-scorers";
import type { FilledValues } from "../../values";
import { type DeclaredValues, valuesFromInput } from "../case-from-interaction";
import type { AddInteractionsInput, SuiteOfInteractionsInput } from "../schema";
import type { SuiteView } from "../views";
import { addCases, type ChangedCases } from "./change-cases";
import { createSuite } from "./suites";

/** The result, including the interactions that could not become a case, with the reasons. */
export type AddedInteractions = ChangedCases & { skipped: { interactionId: string; message: string }[] };

const whyNot = ({ input, prompt, version }: InteractionDetail) =>
  input === null
    ? "The application did not send its input, so it cannot become a case."
    : `Its input does not say what ${prompt} v${version} was filled with. Send the variables by name as the input.`;

const isRepeated = "The input is the same as that of another answer.";

/** Loads the variables and placeholders of each version that answered. */
async function readDeclared(
  actor: Actor,
  interactions: readonly InteractionDetail[],
): Promise<(interaction: InteractionDetail) => DeclaredValues | undefined> {
  const keyOf = ({ prompt, version }: Pick<InteractionDetail, "prompt" | "version">) => `${prompt} v${version}`;
  const versions = new Map(interactions.map((each) => [keyOf(each), each]));
  const declaredEntries = await Promise.all(
    [...versions].map(async ([key, { prompt, version }]) => {
      const { content } = await getVersionOrThrow(actor, prompt, version);
      const placeholders = content.messages.flatMap((each) => ("placeholder" in each ? [each.placeholder] : []));
      return [key, { variables: content.variables ?? [], placeholders }] as const;
    }),
  );
  const byKey = new Map<string, DeclaredValues>(declaredEntries);
  return (interaction) => byKey.get(keyOf(interaction));
}

/**
 * Keeps one of the answers whose prompt was filled with the same values. A second case would only cost another call.
 */
function withoutRepeated<T extends { values: FilledValues }>(filled: readonly T[]): { kept: T[]; repeated: T[] } {
  const seen = new Set<string>();
  const kept = filled.filter(({ values }) => {
    const key = canonicalJson(values);
    return !seen.has(key) && seen.add(key);
  });
  const isKept = new Set(kept);
  return { kept, repeated: filled.filter((each) => !isKept.has(each)) };
}

/**
 * Converts the inputs of live answers to cases, each different input once. Throws 422 `invalid_request` if none of them
 * can be converted.
 */
async function readCases(actor: Actor, interactions: readonly InteractionDetail[]) {
  const declaredBy = await readDeclared(actor, interactions);
  const read = interactions.map((interaction) => {
    const declared = declaredBy(interaction);
    return { interaction, values: declared ? valuesFromInput(interaction.input, declared) : null };
  });
  const skipped = read
    .filter(({ values }) => values === null)
    .map(({ interaction }) => ({ interactionId: interaction.interactionId, message: whyNot(interaction) }));
  const filled = read.filter((each): each is { interaction: InteractionDetail; values: FilledValues } =>
    Boolean(each.values),
  );
  if (filled.length === 0) throw new AppError("invalid_request", skipped[0]?.message ?? "");
  const { kept, repeated } = withoutRepeated(filled);
  const cases = kept.map(({ interaction: { prompt, version, interactionId }, values }) => ({
    variables: values.variables,
    placeholders: values.placeholders,
    tags: ["live"],
    source: { kind: "interaction" as const, prompt, version, interactionId },
  }));
  const again = repeated.map(({ interaction: { interactionId } }) => ({ interactionId, message: isRepeated }));
  return { cases, skipped: [...skipped, ...again] };
}

/**
 * Adds the inputs of live answers as cases, in one revision. They have no expected answers, because only a person knows
 * them. Throws 422 `invalid_request` if none of them can become a case.
 */
export async function addInteractions(
  actor: Actor,
  { id, interactionIds }: AddInteractionsInput,
): Promise<AddedInteractions> {
  authorize(actor, "suite:write");
  const { interactions, gone } = await listStored(actor, interactionIds);
  const { cases, skipped } = await readCases(actor, interactions);
  return { ...(await addCases(actor, { id, cases })), skipped: [...skipped, ...gone] };
}

/**
 * Creates a suite from live answers, if at least one of them can become a case. It also gets the scorers that the
 * answers did not pass, so that it finds the same fault in later versions. A score may refer to an answer that was
 * never reported or has expired; such answers are skipped.
 */
export async function makeSuiteOfInteractions(
  actor: Actor,
  { interactionIds, ...fields }: SuiteOfInteractionsInput,
): Promise<AddedInteractions & { suite: SuiteView; rejectedBy: string[] }> {
  authorize(actor, "suite:write");
  const { interactions, gone } = await listStored(actor, interactionIds);
  const { cases, skipped } = await readCases(actor, interactions);
  const scorers = await listRejectingScorers(actor, interactionIds);
  const suite = await createSuite(actor, fields, scorers);
  const added = await addCases(actor, { id: suite.id, cases });
  return { suite, ...added, skipped: [...skipped, ...gone], rejectedBy: scorers.map(({ name }) => name) };
}

/** The stored ones of these answers, and the others. Throws 422 if none is stored. */
async function listStored(actor: Actor, interactionIds: readonly string[]) {
  const ids = [...new Set(interactionIds)];
  const interactions = await listInteractions(actor, ids);
  if (interactions.length === 0) throw new AppError("invalid_request", "None of these answers is stored.");
  const stored = new Set(interactions.map(({ interactionId }) => interactionId));
  const gone = ids
    .filter((interactionId) => !stored.has(interactionId))
    .map((interactionId) => ({ interactionId, message: "The answer is not stored." }));
  return { interactions, gone };
}
