import type { Model, ResponseFormat } from "../content";
import type { Item } from "./items";
import type { Settings } from "./settings";
import type { ReadTool } from "./tools";

/** What a request is written from. */
export type RequestInput = {
  items: readonly Item[];
  model: Model;
  settings: Settings;
  tools: readonly ReadTool[];
  responseSchema: Record<string, unknown> | undefined;
  responseFormat: ResponseFormat | undefined;
};

/** A request, and the parameters of the version that this format has no field for. */
export type WrittenRequest = { body: Record<string, unknown>; omitted: string[] };
