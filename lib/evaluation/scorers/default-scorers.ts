import { type ScorerConfig, scorersInput } from "./schema";

/** The scorers of a new suite: one per dimension that needs no settings. Pure. */
export const defaultScorers = (): ScorerConfig[] =>
  scorersInput.parse([
    { id: "similarity", type: "similarity", name: "Like the expected answer", threshold: 0.6 },
    { id: "response-schema", type: "json_schema", name: "Fits the response schema" },
    { id: "personal-data", type: "pii", name: "No personal data of others" },
    { id: "agreement", type: "agreement", name: "Says the same each time", threshold: 0.6 },
  ]);
