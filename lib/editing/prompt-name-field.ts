import { promptNameFault } from "@/lib/registry/prompt-name";
import { judged } from "./form-schema";

/** The schema of a prompt's name in a form. */
export const promptName = judged((name) => (name === "" ? "Enter a name." : promptNameFault(name)));
