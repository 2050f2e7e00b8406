import { appendFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { OutboxStorage, Storage } from "./api";

/**
 * Stores the last bundle in a file (mode 0600). `curl …/api/v1/bundle > file` creates one to ship with an application.
 */
export function fileStorage(path: string): Storage {
  return { load: () => readIfThere(path), save: (text) => replaceFile(path, text) };
}

/** Stores unconfirmed events in a file (mode 0600). Each process needs its own file. */
export function fileOutbox(path: string): OutboxStorage {
  return {
    load: async () => ((await readIfThere(path)) ?? "").split("\n").filter((line) => line !== ""),
    async append(lines) {
      await mkdir(dirname(path), { recursive: true });
      await appendFile(path, lines.map((line) => `${line}\n`).join(""), { mode: 0o600 });
    },
    replace: (lines) => replaceFile(path, lines.map((line) => `${line}\n`).join("")),
  };
}

async function readIfThere(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}

let written = 0;

/** Replaces a file atomically. */
async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.${written++}`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, path);
}
