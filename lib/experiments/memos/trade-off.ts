import { capitalize } from "@/lib/core/words";
import type { ExperimentResults } from "../results/schema";
import { changeWords } from "../results/sentences";
import { netValueWords } from "../results/verdict-words";

const sentenceOf = (words: readonly string[]) => words.map((one) => `${capitalize(one)}.`).join(" ");

/**
 * The disadvantages of a choice, in words; empty without a verdict. For a variant: the metrics that became clearly
 * worse with it. For the control: the metrics that were clearly better with another variant.
 */
export function tradeOffWords({ verdict, variants }: Pick<ExperimentResults, "verdict" | "variants">, key: string) {
  if (!verdict) return "";
  const chosen = variants.find((one) => one.key === key);
  const read = (variant: string, reading: "better" | "worse") =>
    verdict.comparisons.flatMap((one) =>
      one.variant === variant && one.reading === reading && one.difference !== null
        ? [changeWords(one.metric, one.difference)]
        : [],
    );
  if (!chosen) return "";
  if (!chosen.isControl) {
    const worse = read(key, "worse");
    const control = variants.find(({ isControl }) => isControl);
    const net = netValueWords(verdict.netValue, key, `v${chosen.version}`, `v${control?.version}`);
    const costs = worse.length > 0 ? `The cost: ${sentenceOf(worse)}` : "Nothing that was measured got clearly worse.";
    return net ? `${costs} ${net}` : costs;
  }
  return variants
    .filter(({ isControl }) => !isControl)
    .flatMap((one) => {
      const lost = read(one.key, "better");
      return lost.length > 0 ? [`Without v${one.version}: ${sentenceOf(lost)}`] : [];
    })
    .join(" ");
}
