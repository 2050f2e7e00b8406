import { createHash } from "node:crypto";
import { lstat, readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { misuse } from "./failure";
import { type Project, readText, writeWhole } from "./settings";

/** `understudy.lock.json`: the version of each file, and the hash of its text at that time. */
type Locked = { version: number; sha256: string };
type Lock = Map<string, Locked>;

const lockFile = "understudy.lock.json";
const ending = ".prompt";
const hash = (text: string) => createHash("sha256").update(text).digest("hex");
/** Reads a file without the byte order mark and Windows line endings of editors and git, as the server does. */
const readPrompt = async (path: string) =>
  (await readFile(path, "utf8")).replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");

export type Workspace = { root: string; lockPath: string; local: Map<string, string>; lock: Lock };

const directoryOf = ({ directory = "prompts" }: Project) => directory;

/**
 * Returns the path of a prompt's file. Neither a name nor a symbolic link can lead out of the folder. Links are not
 * followed when files are read, so none is written through.
 */
export async function pathOf(root: string, name: string): Promise<string> {
  const top = resolve(root);
  const path = resolve(top, `${name}${ending}`);
  if (!path.startsWith(top + sep)) throw misuse(`"${name}" is outside of ${root}.`);
  for (let part = path; part !== top; part = dirname(part)) {
    const found = await lstat(part).catch(() => null);
    if (found?.isSymbolicLink())
      throw misuse(`${part} is a symbolic link, which is not followed. Nothing was written.`);
  }
  return path;
}

/** Reads the prompts that exist as files, and the lock file. */
export async function readWorkspace(folder: string, project: Project): Promise<Workspace> {
  const root = join(folder, directoryOf(project));
  const lockPath = join(folder, lockFile);
  const local = new Map<string, string>();
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    },
  );
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith(ending)) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(root, path).slice(0, -ending.length).split(sep).join("/").normalize("NFC");
    local.set(name, await readPrompt(path));
  }
  return { root, lockPath, local, lock: readLock(await readText(lockPath), lockPath) };
}

function readLock(written: string | null, path: string): Lock {
  if (written === null) return new Map();
  try {
    const { lockVersion, prompts } = JSON.parse(written);
    if (lockVersion === 1) return new Map(Object.entries(prompts as Record<string, Locked>));
  } catch {
    // reported below
  }
  throw misuse(`${path} cannot be read. Resolve its merge conflict, or remove it and pull.`);
}

export async function writeLock({ lock, lockPath }: Workspace): Promise<void> {
  const prompts = Object.fromEntries([...lock].sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeWhole(lockPath, `${JSON.stringify({ lockVersion: 1, prompts }, null, 2)}\n`);
}

export const lockedAs = (version: number, written: string): Locked => ({ version, sha256: hash(written) });

/** Whether the file differs from the last pull or push. */
export function isChanged({ local, lock }: Workspace, name: string): boolean {
  const written = local.get(name);
  return written === undefined ? lock.has(name) : lock.get(name)?.sha256 !== hash(written);
}

/** Whether a name is in the project's folder. */
export const isInFolder = (name: string, { folder }: Project): boolean =>
  folder === undefined || folder === "" || name.startsWith(`${folder.replace(/\/+$/, "")}/`);
