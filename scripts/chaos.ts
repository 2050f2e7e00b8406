/**
 * Injects faults into the built product, with real PostgreSQL and Redis, under a steady load, and checks the history:
 * `npm run chaos`. `npm run chaos -- Redis` runs the faults whose name contains that word; `--seconds 3` sets the
 * duration of each.
 */
import { findRedis } from "@/e2e/support/redis";
import { faults } from "./chaos/faults";
import { preparePrompt, startLoad } from "./chaos/load";
import { type FaultRow, faultsOf, play, toMarkdown } from "./chaos/play";
import { startStage } from "./chaos/stage";

const args = process.argv.slice(2);
const at = args.indexOf("--seconds");
const seconds = at === -1 ? 6 : Number(args.splice(at, 2)[1]);
const chosen = faults.filter(({ name }) => args.every((word) => name.toLowerCase().includes(word.toLowerCase())));
const log = (line: string) => console.log(`  ${line}`);

const redis = findRedis(log);
if ("missing" in redis) throw new Error(`Faults are played on Redis too: ${redis.missing}`);
if (chosen.length === 0 || !(seconds > 0)) throw new Error(`Faults: ${faults.map(({ name }) => name).join(", ")}`);

// Started processes end with this process.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
const stage = await startStage({ log });
const rows: FaultRow[] = [];
try {
  await preparePrompt(stage);
  const load = await startLoad(stage);
  for (const fault of chosen) {
    if (fault.needs === "balancer" && !stage.hasBalancer) continue;
    const row = await play(stage, load, fault, seconds);
    rows.push(row);
    log(`${fault.name}: ${faultsOf(row).join("; ") || "held"}`);
  }
  await load.stop();
} finally {
  await stage.stop();
}
console.log(`\n${toMarkdown(rows)}`);
process.exit(rows.some((row) => faultsOf(row).length > 0) ? 1 : 0);
