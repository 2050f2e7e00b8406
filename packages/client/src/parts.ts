import { compileParts } from "@/lib/template/compile-parts";
import { isMediaValue } from "@/lib/template/media";
import { schemaFault } from "@/lib/template/value-schema";

/**
 * Fills images, files and parts, and validates values by a schema. A separate file, because most prompts do not need
 * it.
 */
export const parts = { compileParts, isMediaValue, schemaFault };
