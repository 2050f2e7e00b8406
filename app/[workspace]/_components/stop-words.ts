import { listWords } from "@/lib/core/words";

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
