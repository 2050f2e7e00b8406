import { readFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { version } from "@/lib/core/version";
import { buildWheel } from "./build-wheel";
import { root } from "./root";

const read = (path: string) => readFileSync(join(root, path), "utf8");

test("every package has the version of the server, and the docs name its file", () => {
  for (const name of ["client", "cli", "openfeature"]) {
    expect(JSON.parse(read(`packages/${name}/package.json`)).version, name).toBe(version);
    expect(read("docs/clients.md") + read("docs/cli.md")).toContain(`/sdk/understudy-${name}-${version}.tgz`);
  }
  const { name } = buildWheel();
  expect(name).toBe(`understudy-${version}-py3-none-any.whl`);
  expect(read("docs/clients.md")).toContain(`/sdk/${name}`);
});

test("a wheel has the sources with their hashes, and the same sources give the same bytes", () => {
  const { data } = buildWheel();
  expect(buildWheel().data).toEqual(data);
  const files = unzipSync(data);
  const info = `understudy-${version}.dist-info`;
  expect(strFromU8(files["understudy/__init__.py"] ?? new Uint8Array())).toBe(
    read("sdk-python/understudy/__init__.py"),
  );
  const record = strFromU8(files[`${info}/RECORD`] ?? new Uint8Array());
  expect(
    record
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split(",")[0]),
  ).toEqual(Object.keys(files));
});
