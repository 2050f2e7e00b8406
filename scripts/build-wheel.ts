/**
 * The Python client as a wheel, which pip installs without building anything: a zip of its sources with their hashes.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { root } from "./root";

const here = join(root, "sdk-python");
/** The earliest time of a zip. The same sources give the same bytes. */
const mtime = new Date(1980, 0, 1);

/** Reads a text of pyproject.toml. */
function read(project: string, key: string): string {
  const found = new RegExp(`^${key} = "([^"]+)"$`, "m").exec(project)?.[1];
  if (!found) throw new Error(`sdk-python/pyproject.toml has no ${key}.`);
  return found;
}

/** Builds the wheel (packaging.python.org, "Binary distribution format"). Returns its file name and bytes. */
export function buildWheel(): { name: string; data: Uint8Array } {
  const project = readFileSync(join(here, "pyproject.toml"), "utf8");
  const version = read(project, "version");
  const info = `understudy-${version}.dist-info`;
  const sources = readdirSync(join(here, "understudy")).filter((name) => /\.py$|^py\.typed$/.test(name));
  const files: Record<string, Uint8Array> = Object.fromEntries(
    sources.map((name) => [`understudy/${name}`, new Uint8Array(readFileSync(join(here, "understudy", name)))]),
  );
  files[`${info}/METADATA`] = strToU8(
    [
      "Metadata-Version: 2.1",
      "Name: understudy",
      `Version: ${version}`,
      `Summary: ${read(project, "description")}`,
      `Requires-Python: ${read(project, "requires-python")}`,
      "License: MIT",
      "Description-Content-Type: text/markdown",
      "",
      readFileSync(join(here, "README.md"), "utf8"),
    ].join("\n"),
  );
  files[`${info}/WHEEL`] = strToU8(
    "Wheel-Version: 1.0\nGenerator: understudy\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
  );
  const record = Object.entries(files).map(([path, data]) => {
    const hash = createHash("sha256").update(data).digest("base64url");
    return `${path},sha256=${hash},${data.length}\n`;
  });
  files[`${info}/RECORD`] = strToU8(`${record.join("")}${info}/RECORD,,\n`);
  return { name: `understudy-${version}-py3-none-any.whl`, data: zipSync(files, { level: 9, mtime }) };
}
