import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * Reads the secret in this file, and creates it at first use, readable only by its owner. Several processes get the
 * same one. Throws a sentence if the file is empty, because an empty secret would protect nothing.
 */
export function readOrCreateSecret(file: string): string {
  if (!existsSync(file)) create(file);
  const secret = readFileSync(file, "utf8").trim();
  if (secret) return secret;
  throw new Error(
    `The secret file ${file} is empty. Restore it from a backup. Without one, delete it: a new one is created, and what the old one encrypted or signed cannot be read.`,
  );
}

// The file is written under another name first, so that no process reads an incomplete file.
function create(file: string): void {
  const temporary = `${file}.${randomUUID()}`;
  try {
    // Flushed, so that a power cut does not leave a name without its content.
    writeFileSync(temporary, randomBytes(32).toString("base64url"), { mode: 0o600, flush: true });
    linkSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}
