import { createTwoFilesPatch } from "diff";
import type { Command } from "../command";
import { exits, noPrompt } from "../failure";
import { isChanged, isInFolder, readWorkspace } from "../files";
import { readRemote } from "../remote";

export const diff: Command = {
  name: "diff",
  summary: "show how files differ from the newest versions",
  usage: "[NAME…]",
  positionals: { least: 0, most: 1_000 },
  options: {},
  notes: "Exits with 1 if something differs.",
  async run({ positionals, project, folder, api, say, answer }) {
    const workspace = await readWorkspace(folder, project);
    const names = positionals.map((name) => name.normalize("NFC"));
    const remote = await readRemote(await api(), { folder: project.folder, names });
    for (const name of names) if (!remote.has(name) && !workspace.local.has(name)) throw noPrompt(name);
    const mine = [...workspace.local.keys()].filter((name) => isInFolder(name, project));
    const all = names.length > 0 ? names : [...new Set([...remote.keys(), ...mine])].sort();
    const prompts = all.flatMap((name) => {
      const theirs = remote.get(name);
      const mine = workspace.local.get(name);
      // The server may write a file that was edited by hand differently, although its content is equal.
      const isSaved =
        mine !== undefined &&
        theirs &&
        workspace.lock.get(name)?.version === theirs.version &&
        !isChanged(workspace, name);
      if (isSaved || theirs?.text === mine) return [];
      const before = theirs ? `${name} v${theirs.version}` : "/dev/null";
      const after = mine === undefined ? "/dev/null" : `${name}.prompt`;
      return [
        {
          name,
          version: theirs?.version ?? null,
          patch: createTwoFilesPatch(before, after, theirs?.text ?? "", mine ?? ""),
        },
      ];
    });
    for (const { patch } of prompts) say(patch.replace(/^=+\n/, "").trimEnd());
    answer({ prompts });
    if (prompts.length === 0) say("The files match the newest versions.");
    return prompts.length > 0 ? exits.no : exits.ok;
  },
};
