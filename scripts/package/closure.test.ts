import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { packageClosure } from "./closure";

const root = mkdtempSync(join(tmpdir(), "understudy-closure-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function install(path: string, manifest: object): void {
  const folder = join(root, path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
}
install("node_modules/a", { dependencies: { b: "1" }, optionalDependencies: { "for-linux": "1", "for-mac": "1" } });
install("node_modules/b", { dependencies: { a: "1", c: "2" } });
install("node_modules/b/node_modules/c", { dependencies: { d: "1" } });
install("node_modules/c", {
  peerDependencies: { peer: "1", tester: "1" },
  peerDependenciesMeta: { tester: { optional: true } },
});
for (const name of ["d", "for-linux", "peer", "tester", "compiler", "unused"]) install(`node_modules/${name}`, {});
install("node_modules/builds", { dependencies: { compiler: "1", d: "1" } });

test("dependencies are found like in Node, circular ones too, and missing platform packages are ignored", () => {
  expect(packageClosure(root, ["a"], () => false)).toEqual(
    ["a", "b", "b/node_modules/c", "d", "for-linux"].map((name) => `node_modules/${name}`),
  );
});

test("peers are included, unless optional; build packages are excluded, with their own dependencies", () => {
  expect(packageClosure(root, ["c"], () => false)).toEqual(["node_modules/c", "node_modules/peer"]);
  expect(packageClosure(root, ["builds"], (name) => name === "compiler")).toEqual([
    "node_modules/builds",
    "node_modules/d",
  ]);
  expect(() => packageClosure(root, ["nothing"], () => false)).toThrow("The package nothing is not installed.");
});
