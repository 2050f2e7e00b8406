import { listWords } from "@/lib/core/words";

export const noPrompts = "Name at least one prompt.";

/** Faults in the input of a bulk action. */
export const bulkFaultWords = {
  names_or_from: "A move needs either names or from.",
  names: "Name the prompts.",
  folder: 'Name the target folder; "" is no folder.',
  new_names: "There must be one new name for each prompt.",
  tags: "Name the tags to add or remove.",
} as const;

const namedAtOnce = 3;

/** Says which running experiments end if their prompts are archived. */
export function stopWords(experiments: readonly string[]): string {
  const [one] = experiments;
  if (experiments.length === 1)
    return `The experiment “${one}” stops. Restoring the prompt does not start it again; its results are kept.`;
  const named = experiments.slice(0, namedAtOnce).map((name) => `“${name}”`);
  const more = experiments.length - named.length;
  const names = listWords(more > 0 ? [...named, `${more} more`] : named);
  return `${experiments.length} running experiments stop: ${names}. Restoring does not start them again; their results are kept.`;
}
