import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * Reads the secret in this file, and creates it at first use, readable only by its owner. Several processes get the
 * same one.
 */
export function readOrCreateSecret(file: string): string {
  if (!existsSync(file)) create(file);
  return readFileSync(file, "utf8").trim();
}

// The file is written under another name first, so that no process reads an incomplete file.
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
