import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { misuse, notWritten } from "./failure";

/** `understudy.json`: the settings of a repository. It never contains a key. */
export type Project = { url?: string; directory?: string; folder?: string; environment?: string };
/** With an empty `key`, requests have none. `renew` gets a new key when it has expired. */
export type Settings = { url: string; key: string; renew?: () => Promise<string> };

export const projectFile = "understudy.json";

export async function readText(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  });
}

/** Replaces a file atomically. A failure leaves the old file, and no part of the new one. */
export async function writeWhole(path: string, text: string, mode = 0o644): Promise<void> {
  const draft = `${path}.${process.pid}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, text, { mode });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw notWritten(path, error);
  }
}

async function readObject(path: string): Promise<Record<string, unknown> | null> {
  const text = await readText(path);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // reported below
  }
  throw misuse(`${path} is not a JSON object.`);
}

/** Reads the project file in the working folder. Returns {} without one. */
export async function readProject(folder: string): Promise<Project> {
  const { url, directory, folder: only, environment } = (await readObject(join(folder, projectFile))) ?? {};
  const project = { url, directory, folder: only, environment };
  for (const [name, value] of Object.entries(project))
    if (value !== undefined && typeof value !== "string") throw misuse(`${projectFile}: "${name}" is a text.`);
  if (typeof directory === "string" && !isInside(directory))
    throw misuse(`${projectFile}: "directory" is a folder inside this one.`);
  return project as Project;
}

/** Whether a directory is inside the working folder. */
export const isInside = (directory: string) => !isAbsolute(directory) && !directory.split(/[\\/]/).includes("..");

const credentialsPath = () =>
  join(process.env.XDG_CONFIG_HOME || join(homedir(), ".config"), "understudy", "credentials.json");

/** Stores a key for a server, readable only by this user. */
export async function saveKey(url: string, key: string): Promise<string> {
  const path = credentialsPath();
  const kept = (await readObject(path)) ?? {};
  await writeWhole(path, `${JSON.stringify({ ...kept, [url]: key }, null, 2)}\n`, 0o600);
  return path;
}

export function normalUrl(address: string): string {
  if (!/^https?:\/\/[^/\s]+/.test(address))
    throw misuse(`"${address}" is not an address. Use, for example, https://prompts.example.com.`);
  const url = new URL(address);
  if (url.username || url.password) throw misuse("The address must not contain a password.");
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

/** Returns the server: --url, UNDERSTUDY_URL, or else the project's. */
export function urlOf(option: string | undefined, project: Project): string {
  const url = option ?? process.env.UNDERSTUDY_URL ?? project.url;
  if (!url) throw misuse("No server is set. Set UNDERSTUDY_URL, use --url, or run understudy init.");
  return normalUrl(url);
}

/**
 * Returns the key for a server: UNDERSTUDY_API_KEY, or else the one that `login` stored. A key is never an argument.
 */
export async function keyOf(url: string): Promise<string> {
  const apiKey = process.env.UNDERSTUDY_API_KEY || (await readObject(credentialsPath()))?.[url];
  if (typeof apiKey !== "string" || apiKey.trim() === "")
    throw misuse(`There is no key for ${url}. Run understudy login, or set UNDERSTUDY_API_KEY.`);
  return sendable(apiKey);
}

/** A key without the line end of its file. A message about a header that cannot be sent would hold the key. */
export function sendable(input: string): string {
  const key = input.trim();
  if (!/^[!-~]+$/.test(key))
    throw misuse("This is not an API key: it contains spaces, line breaks or other characters.");
  return key;
}
