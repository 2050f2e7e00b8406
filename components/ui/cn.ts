import { type ClassValue, clsx } from "clsx";
import { propertiesOf } from "./utility-properties";

/** What each class sets: properties, with the variants under which it sets them. The classes of the interface are few. */
const known = new Map<string, readonly string[]>();

function effectsOf(name: string): readonly string[] {
  const before = known.get(name);
  if (before) return before;
  const [, variants = "", utility = "", important = ""] = /^((?:\[[^\]]*\]|[^:[])*:)?(.*?)(!?)$/.exec(name) ?? [];
  const effects = propertiesOf(utility).map((property) => variants + property + important);
  known.set(name, effects);
  return effects;
}

/** Joins class names. A class is left out if a later one sets all that it sets. */
export function cn(...classes: ClassValue[]): string {
  const kept: string[] = [];
  const later: (readonly string[])[] = [];
  for (const name of clsx(classes).split(/\s+/).reverse()) {
    const effects = effectsOf(name);
    if (effects.length > 0 && later.some((set) => effects.every((effect) => set.includes(effect)))) continue;
    if (effects.length > 0) later.push(effects);
    kept.push(name);
  }
  return kept.reverse().join(" ");
}
