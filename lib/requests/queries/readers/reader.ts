import type { InteractionRow } from "@/lib/telemetry/interaction-row";
import type { Pace } from "../../pace";
import type { SearchPart } from "../../search-sql";

export type RequestRow = InteractionRow & {
  input: unknown;
  output: unknown;
  score: number | null;
  scorePassed: boolean | null;
  labels: string[] | null;
  notes: number;
};

/** Lists need the beginnings of texts; an export needs them whole. */
export type Texts = "beginning" | "whole";

/**
 * The number of characters read for an excerpt. An excerpt is shorter, but JSON must be parsed to extract its words.
 */
export const readLength = 4_000;

/** The number of rows in each step of a time range. Steps begin at the origin. */
export type Counts = { at: Date; count: number }[];
type CountedTime = { origin: Date; from: Date; to: Date; stepSeconds: number };

/** Reads the requests of one filter, from PostgreSQL or ClickHouse. */
export type RequestReader = {
  /** Whether an index finds the rows. The search then has only one part. */
  isIndexed: boolean;
  /** The pace of a search in several parts. */
  pace: Pace;
  /** Returns the times of the oldest and newest row of the workspace, or null without rows. */
  span: () => Promise<{ oldest: Date; newest: Date } | null>;
  /** Reads the newest rows of a part, newest first. */
  read: (part: SearchPart) => Promise<RequestRow[]>;
  count: (time: CountedTime) => Promise<Counts>;
};
