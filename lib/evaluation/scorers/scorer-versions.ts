import { canonicalJson } from "@/lib/core/canonical-json";
import type { ScorerConfig } from "./schema";

/** Everything in a scorer that affects its measurement: all fields except the name. */
const measured = ({ version: _, name: __, ...rest }: ScorerConfig) => canonicalJson(rest);

/**
 * Assigns versions to the scorers. A scorer that measures the same keeps its version, otherwise it gets the next one. A
 * new scorer starts after the last version that its id ever had, so a version of an id is never reused. Pure.
 */
export function raiseVersions(
  before: readonly ScorerConfig[],
  next: readonly ScorerConfig[],
  lastVersions: ReadonlyMap<string, number> = new Map(),
): ScorerConfig[] {
  const known = new Map(before.map((config) => [config.id, config]));
  return next.map((config) => {
    const old = known.get(config.id);
    const last = Math.max(old?.version ?? 0, lastVersions.get(config.id) ?? 0);
    return { ...config, version: old && measured(old) === measured(config) ? old.version : last + 1 };
  });
}

/** What saving does to a scorer. Null: nothing. words.ts has the words. */
export type ScorerChange = { kind: "new" } | { kind: "renamed" } | { kind: "measures"; version: number };

/** Returns what saving a scorer would do to it, given the saved scorers. Pure. */
export function scorerChange(config: ScorerConfig, saved: readonly ScorerConfig[]): ScorerChange | null {
  const old = saved.find(({ id }) => id === config.id);
  if (!old) return { kind: "new" };
  const [{ version } = old] = raiseVersions([old], [config]);
  if (version !== old.version) return { kind: "measures", version };
  return old.name === config.name ? null : { kind: "renamed" };
}

/** Returns the changes from one list to the next, by id. Pure. */
export function changesOf(before: readonly ScorerConfig[], next: readonly ScorerConfig[]) {
  const [old, now] = [before, next].map((all) => new Map(all.map(({ id, version }) => [id, version])));
  return {
    added: next.filter(({ id }) => !old?.has(id)).map(({ id }) => id),
    changed: next.filter(({ id, version }) => old?.has(id) && old.get(id) !== version).map(({ id }) => id),
    removed: before.filter(({ id }) => !now?.has(id)).map(({ id }) => id),
  };
}
