/**
 * How fast it is, in ratios measured in one run: `npm run bench`, or parts of it:
 * `npm run bench -- resolve beside serverless misses releases rollback scale registry evaluation events results`. Starts everything it needs and stops it again.
 */
import { build, isBuilt } from "@/scripts/prepare";
import { generateClient } from "@/scripts/prisma";
import { beside } from "./beside";
import { evaluation } from "./evaluation";
import { events } from "./events";
import { misses } from "./misses";
import { registry } from "./registry";
import { releasesAmongWarm as releases } from "./releases";
import { resolve } from "./resolve";
import { results } from "./results";
import { rollback } from "./rollback";
import { scale } from "./scale";
import { serverless } from "./serverless";
import { strike } from "./stage";
import { print } from "./table";

const parts = { resolve, beside, serverless, misses, releases, rollback, scale, registry, evaluation, events, results };
const wanted = process.argv.slice(2).filter((name) => Object.hasOwn(parts, name)) as (keyof typeof parts)[];

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void strike().finally(() => process.exit(130)));
}

let isMet = true;
try {
  await generateClient();
  const isWithPages = wanted.length === 0 || wanted.some((name) => name !== "resolve");
  if (isWithPages && !isBuilt()) {
    console.log("building the application");
    await build();
  }
  for (const name of wanted.length > 0 ? wanted : (Object.keys(parts) as (keyof typeof parts)[])) {
    console.log(`\n${name} …`);
    isMet = print(await parts[name]()) && isMet;
    await strike();
  }
} catch (error) {
  console.error(error);
  isMet = false;
} finally {
  await strike();
}
console.log(isMet ? "\nEvery goal was met." : "\nNot every goal was met.");
process.exit(isMet ? 0 : 1);
