import { scorerForm } from "@/lib/evaluation/scorers/form-registry";
import type { ScorerConfig, ScorerType } from "@/lib/evaluation/scorers/schema";
import type { Dimension } from "@/lib/registry/gate/dimensions";

/** The question of each dimension, in display order. */
export const dimensionWords: Record<Dimension, { title: string; question: string; none: string }> = {
  accuracy: {
    title: "Accuracy",
    question: "Is the answer right?",
    none: "No scorer checks whether an answer is correct.",
  },
  format: { title: "Format", question: "Does it have the required form?", none: "No scorer checks the form." },
  safety: {
    title: "Safety",
    question: "Does it avoid what it must not say?",
    none: "No scorer checks safety.",
  },
  consistency: {
    title: "Consistency",
    question: "Do repeated answers agree?",
    none: "No scorer compares repeated answers.",
  },
};

/** When a scorer passes: only in full, or from a threshold. */
export const passWords = ({ threshold }: Pick<ScorerConfig, "threshold">) =>
  threshold >= 1 ? "Passes in full only" : `Passes from ${Math.round(threshold * 100)}\u00a0%`;

const slug = (text: string) =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 50);

/** Returns an unused id that is derived from the name. */
export function freeId(name: string, taken: readonly string[]): string {
  const plain = slug(name) || "scorer";
  const base = plain.startsWith("check-") ? `s-${plain}` : plain;
  const free = (id: string) => !taken.includes(id);
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (free(id)) return id;
  }
}

/** A new scorer of a type, with its initial values. */
export function newScorer(type: ScorerType, dimension: Dimension): ScorerConfig {
  const { label, start } = scorerForm(type);
  return { id: "", version: 1, name: label, dimension, type, ...start } as unknown as ScorerConfig;
}
