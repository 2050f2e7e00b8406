import { listWords } from "@/lib/core/words";
import { type Check, type InstanceFacts, isAway } from "../schema";
import { duration, failed, passed, warned } from "../words";

const warningMs = 2_000;
const failureMs = 60_000;

const offsetText = (aheadMs: number) => `${duration(Math.abs(aheadMs))} ${aheadMs > 0 ? "ahead" : "behind"}`;

/** Compares the clocks of this machine and of every process with the database's. */
export function checkClock({ database, processes }: InstanceFacts): Check[] {
  if (isAway(database)) return [];
  const of = { id: "clock", title: "Clock" };
  const clocks = new Map([["this machine", database.clockAheadMs]]);
  for (const { host, facts } of processes) {
    const previous = clocks.get(host);
    if (previous === undefined || Math.abs(facts.clockAheadMs) > Math.abs(previous))
      clocks.set(host, facts.clockAheadMs);
  }
  const wrong = [...clocks].filter(([, ahead]) => Math.abs(ahead) >= warningMs);
  if (wrong.length === 0) {
    const largest = Math.max(...[...clocks.values()].map(Math.abs));
    return [passed(of, `Clocks are within ${duration(Math.max(1, largest))} of the database's.`)];
  }
  const make = wrong.some(([, ahead]) => Math.abs(ahead) >= failureMs) ? failed : warned;
  return [
    make(
      of,
      `The clock of ${listWords(wrong.map(([host, ahead]) => `${host} is ${offsetText(ahead)}`))} of the database's.`,
      "Synchronise it with NTP. Sessions and webhook signatures use it; releases and guards use the database's clock.",
    ),
  ];
}
