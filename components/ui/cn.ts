import { createTailwindMerge } from "tailwind-merge";
import { classGroups, conflicts } from "./class-groups";

/** Joins class names. A class is left out if a later one sets all that it sets. */
export const cn = createTailwindMerge(() => ({
  cacheSize: 500,
  theme: {},
  classGroups,
  conflictingClassGroups: conflicts,
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: [],
}));
