import { Durations } from "@/lib/core/durations";
import { singleton } from "@/lib/core/singleton";

/** Plain counts since the start: answers by where they came from, refusals, reads of the database, exposures. */
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

/** How long resolves took, from knowing who asks to having the answer, by where it came from. */
export const resolveDurations = singleton("resolve-durations", () => ({
  memory: new Durations(),
  redis: new Durations(),
  database: new Durations(),
  stale: new Durations(),
}));
