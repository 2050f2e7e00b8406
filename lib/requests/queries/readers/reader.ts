import type { InteractionRow } from "@/lib/telemetry/interaction-row";
import type { Pace } from "../../pace";
import type { Part } from "../../search-sql";

export type RequestRow = InteractionRow & {
  input: unknown;
  output: unknown;
  score: number | null;
  scorePassed: boolean | null;
  labels: string[] | null;
  notes: number;
};

/** Texts in a list are beginnings; an export has them whole. */
export type Texts = "beginning" | "whole";

/** Read of a text for its excerpt; an excerpt is shorter, but JSON has to be read as a whole to be told in words. */
export const readLength = 4_000;

/** How many rows there are in each step of a time; steps begin at the origin. */
export type Counts = { at: Date; count: number }[];
type CountedTime = { origin: Date; from: Date; to: Date; stepSeconds: number };

/** What finds the requests of one filter: PostgreSQL, or ClickHouse where there is one. */
export type RequestReader = {
  /** Whether an index alone finds the rows: then one part is all of them. */
  isIndexed: boolean;
  /** How a search that is no single part goes back. */
  pace: Pace;
  /** When the oldest and newest row of the workspace were; null without one. */
  span: () => Promise<{ oldest: Date; newest: Date } | null>;
  /** The newest rows of a part, newest first. */
  read: (part: Part) => Promise<RequestRow[]>;
  count: (time: CountedTime) => Promise<Counts>;
};
