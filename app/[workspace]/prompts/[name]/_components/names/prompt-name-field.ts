import { judged } from "@/lib/editing/form-schema";
import { promptNameFault } from "@/lib/registry/prompt-name";

/** The schema of a prompt's name in a form. */
export const promptName = judged((name) => (name === "" ? "Enter a name." : promptNameFault(name)));
