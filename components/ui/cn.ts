import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// Our sizes and shadows have their own names, which would otherwise be treated as colours.
const merge = extendTailwindMerge({
  extend: {
    classGroups: {
      "font-size": [{ text: ["11", "12", "13", "14", "16", "18", "20", "24"] }],
      shadow: [{ shadow: ["control", "popover", "dialog"] }],
    },
  },
});

/** Joins class names. If two set the same property, the later one wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
