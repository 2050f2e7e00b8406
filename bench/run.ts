/**
 * Measures performance as ratios within one run: `npm run bench`, or parts of it: `npm run bench -- resolve beside
 * serverless misses releases rollback scale registry evaluation events intake otlp streams clients results requests
 * usage clickhouse pages`. Starts and stops everything it needs.
 */
import { build, findBuild } from "@/scripts/prepare";
import { generateClient } from "@/scripts/prisma";
import { strike } from "./stage";
import { print } from "./table";

// Imported lazily, because a fresh clone has no database client yet.
const parts = {
  resolve: async () => (await import("./resolve")).resolve(),
  beside: async () => (await import("./beside")).beside(),
  serverless: async () => (await import("./serverless")).serverless(),
  misses: async () => (await import("./misses")).misses(),
  releases: async () => (await import("./releases")).releasesAmongWarm(),
  rollback: async () => (await import("./rollback")).rollback(),
  scale: async () => (await import("./scale")).scale(),
  registry: async () => (await import("./registry")).registry(),
  evaluation: async () => (await import("./evaluation")).evaluation(),
  events: async () => (await import("./events")).events(),
  intake: async () => (await import("./intake")).intake(),
  otlp: async () => (await import("./events")).otlp(),
  streams: async () => (await import("./streams")).streams(),
  clients: async () => (await import("./clients")).clients(),
  results: async () => (await import("./results")).results(),
  requests: async () => (await import("./requests")).requests(),
  usage: async () => (await import("./usage")).usage(),
  clickhouse: async () => (await import("./requests-clickhouse")).requestsInClickHouse(),
  pages: async () => (await import("./pages")).pagesInABrowser(),
};
type BenchName = keyof typeof parts;
const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}. The parts are: ${Object.keys(parts).join(", ")}.`);
  process.exit(2);
}
const selected = (names.length > 0 ? names : Object.keys(parts)) as BenchName[];

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void strike().finally(() => process.exit(130)));
}

/** Parts that need no build of the pages. */
const withoutPages: readonly BenchName[] = [
  "resolve",
  "intake",
  "otlp",
  "streams",
  "clients",
  "results",
  "requests",
  "usage",
  "clickhouse",
];

let isMet = true;
try {
  await generateClient();
  if (selected.some((name) => !withoutPages.includes(name)) && !findBuild()) {
    console.log("building the application");
    await build();
  }
  for (const name of selected) {
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
