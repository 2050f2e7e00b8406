import type { Model, ResponseFormat } from "../content";
import type { Item } from "./items";
import type { Settings } from "./settings";
import type { ReadTool } from "./tools";

/** The input of a request writer. */
export type RequestInput = {
  items: readonly Item[];
  model: Model;
  settings: Settings;
  tools: readonly ReadTool[];
  responseSchema: Record<string, unknown> | undefined;
  responseFormat: ResponseFormat | undefined;
};

/** A request, and the model parameters of the version for which this format has no field. */
export type WrittenRequest = { body: Record<string, unknown>; omitted: string[] };
