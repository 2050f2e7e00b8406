export const noPrompts = "Name at least one prompt.";

/** What is missing of a bulk act as a whole. */
export const bulkFaultWords = {
  names_or_from: "A move needs either names or from.",
  names: "Name the prompts.",
  folder: 'Name the target folder; "" is no folder.',
  new_names: "There must be one new name for each prompt.",
  tags: "Name the tags to add or remove.",
} as const;
