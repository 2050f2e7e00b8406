export const noPrompts = "Name at least one prompt.";

/** Faults in the input of a bulk action. */
export const bulkFaultWords = {
  names_or_from: "A move needs either names or from.",
  names: "Name the prompts.",
  folder: 'Name the target folder; "" is no folder.',
  new_names: "There must be one new name for each prompt.",
  tags: "Name the tags to add or remove.",
} as const;
