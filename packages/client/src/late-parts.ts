import type { Content } from "@/lib/template/content";
import { late } from "./late";

type Parts = typeof import("./parts").parts;

/** The code that fills parts and validates values by schemas, loaded on demand. */
export const lateParts = late<Parts>(() => import("./parts").then(({ parts }) => parts));

/** Whether filling needs this code: for a message of parts, a variable for an image or a file, or one with a schema. */
export const needsParts = ({ messages, examples = [], variables = [] }: Content): boolean =>
  variables.some(({ type, schema }) => schema || type === "image" || type === "file") ||
  [...messages.map((one) => "content" in one && one.content), ...examples.flatMap(Object.values)].some(Array.isArray);

// The build substitutes these for the functions of the same name in lib/template.
export const compileParts: Parts["compileParts"] = (...args) => lateParts.now().compileParts(...args);
export const isMediaValue = (value: unknown): boolean => lateParts.now().isMediaValue(value);
export const schemaFault: Parts["schemaFault"] = (...args) => lateParts.now().schemaFault(...args);
