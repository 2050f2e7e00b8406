import type { Dimension } from "@/lib/registry/gate/dimensions";
import { scorerForm } from "./form-registry";
import type { ScorerConfig, ScorerType } from "./schema";

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
