import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { findBuild } from "./prepare";
const build = findBuild()!;
const ctx: any = {}; 
for (const p of readdirSync(join(build, "server/app"), { recursive: true, encoding: "utf8" })) if (p.endsWith("page_client-reference-manifest.js")) runInNewContext(readFileSync(join(build, "server/app", p), "utf8"), Object.assign(ctx, { globalThis: ctx }));
const { rootMainFiles } = JSON.parse(readFileSync(join(build, "build-manifest.json"), "utf8"));
const size = (p: string) => gzipSync(readFileSync(join(build, p))).length / 1024;
console.log("root", rootMainFiles.map((p: string) => `${p.split("/").pop()} ${size(p).toFixed(1)}`).join("\n "));
const name = process.argv[2] ?? "activity/page";
const [k, m]: any = Object.entries(ctx.__RSC_MANIFEST).find(([k]) => k.includes(name));
console.log(k);
const seen = new Set(rootMainFiles);
for (const [seg, files] of Object.entries(m.entryJSFiles) as any) {
  console.log(seg); for (const f of files) { console.log("   ", seen.has(f) ? "(seen)" : size(f).toFixed(1), f.split("/").pop()); seen.add(f); }
}
