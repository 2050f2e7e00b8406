import type { Command } from "../command";
import { exits, Failure, misuse } from "../failure";
import { isChanged, lockedAs, readWorkspace, writeLock } from "../files";
import { inWholeSteps } from "../interrupt";
import { readRemote } from "../remote";

type Note = { message: string; line?: number; column?: number };
type PlannedFile = {
  file: string;
  name: string;
  action: "create" | "update" | "unchanged" | "refused";
  summary: string;
  versions: number[];
  problems: Note[];
  warnings: Note[];
};
type Imported = { items: { name: string; action: string; versions: number[] }[] };

const filesAtOnce = 500; // the server's limit

export const push: Command = {
  name: "push",
  summary: "save changed .prompt files as new versions",
  usage: "[NAME…]",
  positionals: { least: 0, most: 1_000 },
  options: {
    "dry-run": { type: "boolean", help: "show what would be saved" },
  },
  notes:
    "Up to 500 files are saved together, or none of them. Nothing goes live; use understudy promote for that. If someone else has saved a prompt since the last pull, it is a conflict, and the command exits with 3.",
  async run({ positionals, values, project, folder, api: connect, say, answer }) {
    const workspace = await readWorkspace(folder, project);
    const names = positionals.map((name) => name.normalize("NFC"));
    for (const name of names)
      if (!workspace.local.has(name)) throw misuse(`There is no file of ${name} in ${workspace.root}.`);
    const changed = (names.length > 0 ? names : [...workspace.local.keys()])
      .filter((name) => isChanged(workspace, name))
      .sort();
    const gone = names.length > 0 ? [] : [...workspace.lock.keys()].filter((name) => !workspace.local.has(name));
    for (const name of gone)
      say(`  gone here    ${name}  (it stays on the server; archive it there, or pull it again)`);
    if (changed.length === 0) {
      answer({ prompts: [], conflicts: [] });
      say("Nothing changed.");
      return exits.ok;
    }
    const api = await connect();
    const remote = await readRemote(api, { folder: undefined, names: changed });
    const conflicts = changed.filter((name) => {
      const theirs = remote.get(name);
      return (
        theirs && theirs.text !== workspace.local.get(name) && theirs.version !== workspace.lock.get(name)?.version
      );
    });
    for (const name of conflicts)
      say(
        `  conflict     ${name}  v${remote.get(name)?.version} is newer than ${locked(workspace.lock.get(name)?.version)}`,
      );
    if (conflicts.length > 0) {
      answer({ prompts: [], conflicts });
      say("Nothing was saved. Compare with understudy diff, merge by hand, then run understudy pull --keep and push.");
      return exits.conflict;
    }
    const files = changed.map((name) => ({ name: `${name}.prompt`, text: workspace.local.get(name) ?? "" }));
    const prompts: { name: string; action: string; version: number | null }[] = [];
    // All files are planned before the first one is saved.
    const plans: PlannedFile[] = [];
    for (let at = 0; at < files.length; at += filesAtOnce) {
      const body = { format: "dotprompt", files: files.slice(at, at + filesAtOnce) };
      plans.push(...(await api.call<{ items: PlannedFile[] }>("/import/plan", { method: "POST", body })).items);
    }
    const faults = plans.flatMap(({ file, name, action, problems }) => [
      ...(action === "refused"
        ? problems.map(({ message, line }) => `${file}${line ? `:${line}` : ""}: ${message}`)
        : []),
      ...(action === "refused" || name === file.replace(/\.prompt$/, "")
        ? []
        : [`${file}: The file says that its name is ${name}.`]),
    ]);
    if (faults.length > 0) throw new Failure("import_invalid", faults.join("\n"), exits.failed);
    for (const { file, warnings } of plans)
      for (const { message } of warnings) say(`  note         ${file}: ${message}`);
    const save = async (part: typeof files) => {
      const expected = Object.fromEntries(
        part.map(({ name }) => name.replace(/\.prompt$/, "")).map((name) => [name, remote.get(name)?.version ?? 0]),
      );
      const body = { format: "dotprompt", files: part, expected };
      const { items } = await api.call<Imported>("/import", { method: "POST", body });
      for (const { name, versions } of items) {
        const version = versions.at(-1) ?? remote.get(name)?.version ?? 1;
        workspace.lock.set(name, lockedAs(version, workspace.local.get(name) ?? ""));
      }
      await writeLock(workspace);
    };
    if (!values["dry-run"])
      await inWholeSteps(async (stopHere) => {
        for (let at = 0; at < files.length; at += filesAtOnce) {
          stopHere();
          await save(files.slice(at, at + filesAtOnce));
        }
      });
    for (const { name, action, versions, summary } of plans) {
      const version = versions.at(-1) ?? remote.get(name)?.version ?? null;
      prompts.push({ name, action, version });
      say(`  ${action.padEnd(13)}${name}  v${version}${summary ? `  ${summary}` : ""}`);
    }
    answer({ prompts, conflicts: [] });
    if (values["dry-run"]) say("Nothing was saved (--dry-run).");
    return exits.ok;
  },
};

const locked = (version: number | undefined) => (version === undefined ? "the version pulled last" : `v${version}`);
