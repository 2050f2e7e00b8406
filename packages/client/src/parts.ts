import { compileParts } from "@/lib/template/compile-parts";
import { isMediaValue } from "@/lib/template/media";
import { schemaFault } from "@/lib/template/value-schema";

/** Fills images, files and parts, and checks values by a schema. A file of its own: most prompts never need it. */
export const parts = { compileParts, isMediaValue, schemaFault };
