/**
 * `npm run test:explore`: runs every property with ten times the cases, and 2,000 requests generated from the OpenAPI
 * document, in rounds with new seeds. `-- --minutes 60` sets the duration (default: one round), `-- --seed 7` sets the
 * seed of the first round. Ends with status 1 at the first round with a failure, and prints the command that repeats
 * it.
 */
import { randomInt } from "node:crypto";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generateClient } from "./prisma";
import { root, runNode } from "./test/processes";
import { readSources } from "./test/source-tree";

const { values } = parseArgs({ options: { minutes: { type: "string" }, seed: { type: "string" } } });
const minutes = (count: number) => count * 60_000;
const until = performance.now() + minutes(Number(values.minutes ?? 0));

const files = readSources("app", "components", "lib")
  .filter(({ path, imports }) => /\.test\.tsx?$/.test(path) && imports.some((one) => one.specifier === "fast-check"))
  .map(({ path }) => path)
  .concat("lib/api/v1/explore.itest.ts");

async function round(seed: number): Promise<boolean> {
  const began = performance.now();
  console.log(`seed ${seed} …`);
  const args = ["run", "--project", "unit", "--project", "integration", "--reporter=dot", "--maxWorkers=1", ...files];
  const { code, output } = await runNode([join(root, "node_modules/vitest/vitest.mjs"), ...args], {
    timeoutMs: minutes(60),
    env: { UNDERSTUDY_TEST_SEED: String(seed), UNDERSTUDY_TEST_CASES: "10" },
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    code === 0 ? `  nothing found (${seconds} s)` : `${output}\nRepeat: npm run test:explore -- --seed ${seed}`,
  );
  return code === 0;
}

await generateClient();
let seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
do {
  if (!(await round(seed))) process.exit(1);
  seed = randomInt(2 ** 31);
} while (performance.now() < until);
