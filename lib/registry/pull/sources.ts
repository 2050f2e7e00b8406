import type { PullSource } from "./define-source";
import { langSmith } from "./sources/lang-smith";
import { langfuse } from "./sources/langfuse";
import { promptLayer } from "./sources/prompt-layer";

/** The tools from which prompts can be pulled. */
export const pullSources = [langfuse, langSmith, promptLayer] as const;
export type PullTool = (typeof pullSources)[number]["tool"];

/** The names of the tools as a non-empty list, for schemas. */
export const pullTools = pullSources.map(({ tool }) => tool) as [PullTool, ...PullTool[]];

const byTool = new Map<string, unknown>(pullSources.map((source) => [source.tool, source]));

/** The source of a tool. The types of its entries are erased, because only the source itself reads them. */
export const pullSourceOf = (tool: PullTool) => byTool.get(tool) as PullSource;
