import type { PullSource } from "./define-source";
import { langSmith } from "./sources/lang-smith";
import { langfuse } from "./sources/langfuse";
import { promptLayer } from "./sources/prompt-layer";

/** The tools whose prompts can be pulled. */
export const pullSources = [langfuse, langSmith, promptLayer] as const;
export type PullTool = (typeof pullSources)[number]["tool"];

/** Their names as a list that is not empty, for schemas. */
export const pullTools = pullSources.map(({ tool }) => tool) as [PullTool, ...PullTool[]];

const byTool = new Map<string, unknown>(pullSources.map((source) => [source.tool, source]));

/** The declaration of a tool. What it lists goes to itself alone, so what that is does not matter. */
export const pullSourceOf = (tool: PullTool) => byTool.get(tool) as PullSource;
