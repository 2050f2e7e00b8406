import type { VariableType } from "./content";

/** The displayed names of variable types. */
export const typeNames: Record<VariableType, string> = {
  string: "text",
  number: "number",
  boolean: "yes or no",
  array: "list",
  object: "object",
  image: "image",
  file: "file",
};
