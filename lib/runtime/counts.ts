import { Durations } from "@/lib/core/durations";
import { singleton } from "@/lib/core/singleton";

/** Counters since the start: answers by source, rejections, database reads, exposures. */
export const counts = singleton("runtime-counts", () => ({
  memory: 0,
  redis: 0,
  database: 0,
  stale: 0,
  notFound: 0,
  unavailable: 0,
  unreadable: 0,
  databaseReads: 0,
  exposuresWritten: 0,
  exposuresLost: 0,
}));

/** The duration of resolve by source, from authentication to the answer. */
export const resolveDurations = singleton("resolve-durations", () => ({
  memory: new Durations(),
  redis: new Durations(),
  database: new Durations(),
  stale: new Durations(),
}));
