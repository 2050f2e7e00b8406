import type { VariableType } from "@/lib/template/content";

/** What the types of variables are called. */
export const typeNames: Record<VariableType, string> = {
  string: "text",
  number: "number",
  boolean: "yes or no",
  array: "list",
  object: "object",
  image: "image",
  file: "file",
};
