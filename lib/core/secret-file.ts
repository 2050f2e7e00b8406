import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** The secret in this file (readable by its owner alone), created on first use. Several processes get the same one. */
export function readOrCreateSecret(file: string): string {
  if (!existsSync(file)) create(file);
  return readFileSync(file, "utf8").trim();
}

// Written whole under another name first: no process reads a file that is not finished.
function create(file: string): void {
  const temporary = `${file}.${randomUUID()}`;
  writeFileSync(temporary, randomBytes(32).toString("base64url"), { mode: 0o600 });
  try {
    linkSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}
