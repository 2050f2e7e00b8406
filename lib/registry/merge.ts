import type { Content } from "@/lib/template/content";
import { mergeMessages } from "./merge-messages";
import { type MergeChoices, type MergeConflict, startRecord, type TakenChange, type Three } from "./merge-record";
import {
  mergeExamples,
  mergeModel,
  mergeResponseFormat,
  mergeResponseSchema,
  mergeSnippets,
  mergeTools,
} from "./merge-settings";
import { mergeVariables, stillUsed } from "./merge-variables";

export type { MergeChoice, MergeChoices, MergeConflict, TakenChange } from "./merge-record";

/** The merge of two contents over their common base. */
export type MergeResult = {
  /** The merged content. An unresolved conflict contains the lines of both sides, ours first, so nothing is lost. */
  content: Content;
  conflicts: MergeConflict[];
  /** Changes that only one side made and that were applied automatically. */
  taken: TakenChange[];
  sides: Three<Content>;
};

/**
 * Three-way merge, per message and per field, and line by line inside texts. If one side did not change, the result is
 * the other side. A line of a side is missing only if the other side deleted it. Pure.
 */
export function mergeContents(base: Content, ours: Content, theirs: Content): MergeResult {
  return mergeSides({ base, ours, theirs }, {});
}

/**
 * The content with the conflicts resolved as chosen. A conflict without a choice stays as in `result.content`. Pure.
 */
export function resolveMerge(result: Pick<MergeResult, "sides">, choices: MergeChoices): Content {
  return mergeSides(result.sides, choices).content;
}

function mergeSides(sides: Three<Content>, choices: MergeChoices): MergeResult {
  const { base, ours, theirs } = sides;
  const record = startRecord(choices);
  const spoken = mergeMessages(record, sides);
  const model = mergeModel(record, { base: base.model, ours: ours.model, theirs: theirs.model });
  const examples = mergeExamples(record, sides);
  const variables = mergeVariables(record, sides);
  const responseSchema = mergeResponseSchema(record, sides);
  const responseFormat = mergeResponseFormat(record, sides);
  const tools = mergeTools(record, sides);
  const snippets = mergeSnippets(record, sides);
  const content: Content = {
    ...spoken,
    ...(examples && { examples }),
    ...(model && { model }),
    ...(variables && { variables }),
    ...(responseSchema && { responseSchema }),
    ...(responseFormat && { responseFormat }),
    ...(tools && { tools }),
    ...(snippets && { snippets }),
  };
  const stillUsedVariables = stillUsed(sides, content);
  if (stillUsedVariables.length > 0) content.variables = [...(variables ?? []), ...stillUsedVariables];
  return { content, conflicts: record.conflicts, taken: record.taken, sides };
}
