/**
 * Simulates experiments and guards on generated traffic, and prints their error rates and detection times: the tables
 * of docs/statistics.md. Seeded. The experiments take a quarter of an hour, the guards an hour.
 *   npm run simulate:statistics -- [part …] [--scale 0.1]
 */
import { parseArgs } from "node:util";
import { simulateExperiments } from "./simulate-statistics/experiments";
import { simulateGuardrails } from "./simulate-statistics/guardrails";
import { simulateGuards } from "./simulate-statistics/guards";
import { simulateSegments } from "./simulate-statistics/segments";

const parts: Record<string, (scale: number) => void | Promise<void>> = {
  experiments: simulateExperiments,
  guardrails: simulateGuardrails,
  guards: simulateGuards,
  segments: simulateSegments,
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { scale: { type: "string" } } });
const scale = Number(values.scale ?? 1);
const unknown = positionals.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0 || !(scale > 0)) {
  console.error(`usage: npm run simulate:statistics -- [${Object.keys(parts).join("|")}] [--scale 0.1]`);
  process.exit(2);
}
for (const [name, run] of Object.entries(parts))
  if (positionals.length === 0 || positionals.includes(name)) await run(scale);
