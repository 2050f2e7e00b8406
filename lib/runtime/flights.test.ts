import { expect, test } from "vitest";
import { EpochLedger } from "@/lib/core/epoch-ledger";
import { Flights } from "./flights";

function setUp() {
  const ledger = new EpochLedger(() => 0);
  const flights = new Flights<string>();
  const landings: ((value: string) => void)[] = [];
  const work = () => new Promise<string>((land) => landings.push(land));
  const run = (key = "k") => flights.run(key, ledger.of("e"), work);
  return { ledger, landings, run };
}

test("concurrent calls for one key share one lookup; the next call starts a new one", async () => {
  const { landings, run } = setUp();
  const waiting = [run(), run(), run("other"), run()];
  expect(landings).toHaveLength(2);
  landings[0]?.("one");
  landings[1]?.("two");
  expect(await Promise.all(waiting)).toEqual(["one", "one", "two", "one"]);
  void run();
  expect(landings).toHaveLength(3);
});

test("a call after an epoch change does not share an earlier lookup", async () => {
  const { ledger, landings, run } = setUp();
  const early = run();
  ledger.note("e", 2);
  const late = run();
  const later = run();
  landings[1]?.("new");
  landings[0]?.("old");
  expect(await Promise.all([early, late, later])).toEqual(["old", "new", "new"]);
});

test("nor does a call after the environment was removed", () => {
  const { ledger, landings, run } = setUp();
  void run();
  ledger.retire("e");
  void run();
  expect(landings).toHaveLength(2);
});

test("a failure reaches all callers that share the lookup, and is not cached", async () => {
  const ledger = new EpochLedger(() => 0);
  const flights = new Flights<string>();
  const fail = () => Promise.reject(new Error("away"));
  const waiting = [1, 2].map(() => flights.run("k", ledger.of("e"), fail));
  for (const one of waiting) await expect(one).rejects.toThrow("away");
  expect(await flights.run("k", ledger.of("e"), async () => "back")).toBe("back");
});
