import { rm } from "node:fs/promises";
import type { Command } from "../command";
import { exits, noPrompt, notWritten } from "../failure";
import { isChanged, isInFolder, lockedAs, pathOf, readWorkspace, type Workspace, writeLock } from "../files";
import { inWholeSteps } from "../interrupt";
import { type Remote, readOne, readRemote } from "../remote";
import { writeWhole } from "../settings";

type Outcome = "written" | "removed" | "unchanged" | "changed here" | "kept" | "conflict" | "not there";

/** Returns what a pull does with one prompt. Pure. */
function planPull(workspace: Workspace, name: string, remote: Remote | undefined, isForced: boolean): Outcome {
  const local = workspace.local.get(name);
  const locked = workspace.lock.get(name);
  const isMine = isChanged(workspace, name);
  if (!remote) {
    if (!locked) return "unchanged"; // a file that was never pushed
    return isMine && local !== undefined && !isForced ? "conflict" : "removed";
  }
  if (local === remote.text) return "unchanged";
  const isTheirs = locked?.version !== remote.version;
  if (isForced || !isMine) return isTheirs || isMine ? "written" : "unchanged";
  if (local === undefined && !locked) return "written";
  return isTheirs ? "conflict" : "changed here";
}

/** `path` is where a file is written or removed. */
type Planned = { name: string; outcome: Outcome; theirs: Remote | undefined; path: string };

async function apply({ local, lock }: Workspace, { name, outcome, theirs, path }: Planned): Promise<void> {
  if (outcome === "written" && theirs) await writeWhole(path, theirs.text);
  if (outcome === "removed") {
    await rm(path, { force: true }).catch((error: unknown) => {
      throw notWritten(path, error);
    });
    lock.delete(name);
  }
  if (theirs && outcome === "kept") lock.set(name, { version: theirs.version, sha256: lock.get(name)?.sha256 ?? "" });
  const kept = outcome === "written" ? theirs?.text : (local.get(name) ?? theirs?.text);
  if (theirs && kept !== undefined && (outcome === "written" || outcome === "unchanged"))
    lock.set(name, lockedAs(theirs.version, kept));
}

export const pull: Command = {
  name: "pull",
  summary: "write the newest versions as .prompt files",
  usage: "[NAME…]",
  positionals: { least: 0, most: 1_000 },
  options: {
    force: { type: "boolean", help: "if both changed, replace the file by the server's text" },
    keep: {
      type: "boolean",
      help: "if both changed, keep the file: it contains the merged text, and the next push saves it",
    },
    "dry-run": { type: "boolean", help: "write nothing" },
  },
  notes: "If a file changed here and on the server, it is a conflict: the file is kept, and the command exits with 3.",
  async run({ positionals, values, project, folder, api, say, answer }) {
    const workspace = await readWorkspace(folder, project);
    const names = positionals.map((name) => name.normalize("NFC"));
    const connected = await api();
    const remote = await readRemote(connected, { folder: project.folder, names });
    for (const name of names)
      if (!remote.has(name) && !workspace.local.has(name) && !workspace.lock.has(name)) throw noPrompt(name);
    const known = [...workspace.lock.keys()].filter((name) => isInFolder(name, project));
    const all = names.length > 0 ? names : [...new Set([...remote.keys(), ...known])].sort();
    const plans: Planned[] = [];
    for (const name of all) {
      const theirs = remote.get(name);
      const planned = planPull(workspace, name, theirs, values.force === true);
      const isGone = planned === "removed" && values.force !== true && (await readOne(connected, name)) === null;
      const outcome = isGone ? "not there" : planned === "conflict" && values.keep && theirs ? "kept" : planned;
      const touches = outcome === "written" || outcome === "removed";
      plans.push({ name, outcome, theirs, path: touches ? await pathOf(workspace.root, name) : "" });
    }
    const tell = ({ name, outcome, theirs }: Planned) => {
      if (outcome !== "unchanged") say(`  ${outcome.padEnd(13)} ${name}  ${theirs ? `v${theirs.version}` : ""}`);
    };
    if (values["dry-run"]) plans.forEach(tell);
    else
      await inWholeSteps(async (stopHere) => {
        try {
          for (const plan of plans) {
            stopHere();
            await apply(workspace, plan);
            tell(plan);
          }
        } finally {
          await writeLock(workspace); // what was written before a failure is known to the next pull
        }
      });
    const prompts = plans.map(({ name, outcome, theirs }) => ({ name, outcome, version: theirs?.version ?? null }));
    const count = (outcome: Outcome) => prompts.filter((one) => one.outcome === outcome).length;
    const conflicts = count("conflict");
    answer({ prompts, conflicts });
    say(
      `${count("written")} written, ${count("unchanged")} unchanged, ${count("changed here")} changed here, ${conflicts} conflicts.`,
    );
    if (count("not there") > 0)
      say("These prompts were never in this workspace. Check the key. --force removes their files.");
    if (conflicts > 0)
      say(
        `Compare with understudy diff. Merge by hand, then run pull --keep and push. Or run pull --force. Files are in ${workspace.root}.`,
      );
    return conflicts > 0 ? exits.conflict : exits.ok;
  },
};
