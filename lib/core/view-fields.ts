import { z } from "zod";

// Fields that many views share. Pages and the API use the same strict schema of a view, so tests detect undocumented
// fields. Types are inferred from the schema.

/** An instant, as ISO 8601 in UTC. */
export const time = z.iso.datetime().meta({ pattern: undefined });
export const count = z.int().min(0);
/** An amount of money. */
export const usd = z.number().meta({ description: "The cost in US dollars." });
/** 0 to 1. */
export const share = z.number().min(0).max(1);
