import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { Api } from "../api";
import { type Command, text } from "../command";
import { keyFromBrowser } from "../device";
import { exits, Failure, misuse } from "../failure";
import { exchangeKey } from "../oidc";
import { isInside, normalUrl, projectFile, saveKey, sendable, urlOf, writeWhole } from "../settings";

/** Reads a key from standard input: typed without an echo, or piped. */
async function readKey(): Promise<string> {
  if (!process.stdin.isTTY) {
    let input = "";
    for await (const chunk of process.stdin) input += chunk;
    return input.trim();
  }
  process.stderr.write("API key: ");
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  const key = await new Promise<string>((done) => {
    reader.once("line", done);
    reader.once("close", () => done(""));
  });
  reader.close();
  process.stderr.write("\n");
  return key.trim();
}

export const login: Command = {
  name: "login",
  summary: "store a key for a server",
  usage: "[URL]",
  positionals: { least: 0, most: 1 },
  options: {
    key: { type: "boolean", help: "enter an existing key, instead of using the browser" },
    device: { type: "boolean", help: "use the browser, even without a terminal" },
    trust: {
      type: "string",
      value: "ID",
      help: "in a pipeline: exchange its OIDC token for a key that is valid for 15 minutes",
    },
  },
  notes:
    "The command shows a code that you approve in your browser. With --key, or with a key on standard input, no browser is used. A key is never an argument. The key is stored in ~/.config/understudy/credentials.json, which only you can read.",
  async run({ positionals: [address], values, project, say, answer }) {
    if (address && !/^https?:/.test(address))
      throw misuse(
        "login takes the address of a server. A key cannot be an argument, because it would stay in the shell's history.",
      );
    const url = address ? normalUrl(address) : urlOf(text(values, "url"), project);
    const trust = text(values, "trust");
    const hasKey = !values.device && (values.key === true || !process.stdin.isTTY);
    const ask = () => (hasKey ? readKey() : keyFromBrowser(url, console.error));
    const enteredKey = trust ? await exchangeKey(url, trust) : await ask();
    if (enteredKey === "") throw misuse("No key was given.");
    const key = sendable(enteredKey);
    const response = await new Api({ url, key }).send("/prompts", { query: { limit: 1 } });
    if (response.status === 401) throw new Failure("invalid_api_key", `${url} does not know this key.`, exits.refused);
    // Only an Understudy server sends request ids.
    if (!response.headers.get("x-request-id"))
      throw new Failure("not_understudy", `${url} is not an Understudy server. Check the address.`, exits.failed);
    const path = await saveKey(url, key);
    const kind = response.ok ? "manage" : "runtime";
    answer({ url, kind });
    say(`The key works (${kind}). It is stored in ${path}.`);
    return exits.ok;
  },
};

export const init: Command = {
  name: "init",
  summary: `write ${projectFile} for this folder`,
  usage: "",
  positionals: { least: 0, most: 0 },
  options: {
    directory: { type: "string", value: "DIR", help: "the directory of the .prompt files; default: prompts" },
    folder: { type: "string", value: "NAME", help: "only prompts in this folder of the server" },
    environment: { type: "string", value: "ENV", help: "the default of --to for promote, rollback and eval" },
    force: { type: "boolean", help: "replace an existing file" },
  },
  async run({ values, folder, say, answer }) {
    const path = join(folder, projectFile);
    if (existsSync(path) && !values.force) throw misuse(`${projectFile} already exists. --force replaces it.`);
    const directory = text(values, "directory") ?? "prompts";
    if (!isInside(directory)) throw misuse("--directory is a folder inside this one.");
    const project = {
      url: urlOf(text(values, "url"), {}),
      directory,
      folder: text(values, "folder"),
      environment: text(values, "environment"),
    };
    await writeWhole(path, `${JSON.stringify(project, null, 2)}\n`);
    answer(project);
    say(`${projectFile} is written. Next: understudy login, understudy pull.`);
    return exits.ok;
  },
};
