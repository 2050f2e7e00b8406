import { runTypes } from "@/packages/client/src/types/run-types";
import { Api } from "../api";
import { type Command, text } from "../command";
import { exits, Failure } from "../failure";
import { isChanged, readWorkspace } from "../files";
import { settingsOf } from "../oidc";
import { urlOf } from "../settings";

export const types: Command = {
  name: "types",
  summary: "write TypeScript types of an environment's prompts",
  usage: "",
  positionals: { least: 0, most: 0 },
  options: {
    out: { type: "string", value: "FILE", help: "the output file; default: standard output" },
    environment: {
      type: "string",
      value: "ENV",
      help: "the environment; default: the project's, else the key's only one",
    },
    folder: { type: "string", value: "NAME", help: "only prompts in this folder" },
    check: { type: "boolean", help: "write nothing; exit with 1 if the file is not up to date" },
  },
  async run({ values, project, api, isJson, answer }) {
    const { url, key } = (await api()).settings;
    const { written, isUpToDate, message } = await runTypes({
      url,
      apiKey: key,
      out: text(values, "out"),
      environment: text(values, "environment") ?? project.environment,
      folder: text(values, "folder") ?? project.folder,
      check: values.check === true,
    }).catch((error: Error & { code?: string; status?: number }) => {
      if (error instanceof Failure) throw error;
      const exit =
        error.code === "server_unreachable"
          ? exits.unreachable
          : error.code === "invalid_options"
            ? exits.usage
            : [401, 403].includes(error.status ?? 0)
              ? exits.refused
              : exits.failed;
      throw new Failure(error.code ?? "error", error.message, exit);
    });
    if (written !== null && !isJson) process.stdout.write(written);
    answer({ isUpToDate, text: written });
    if (message) console.error(message);
    return isUpToDate ? exits.ok : exits.no;
  },
};

type Check = { check: string; isFine: boolean; message: string };

export const doctor: Command = {
  name: "doctor",
  summary: "check the address, the key, the clock and the files",
  usage: "",
  positionals: { least: 0, most: 0 },
  options: {},
  notes: "Exits with 1 if a check fails.",
  async run({ values, project, folder, say, answer }) {
    const checks: Check[] = [];
    const look = async (check: string, work: () => Promise<string>) => {
      try {
        checks.push({ check, isFine: true, message: await work() });
      } catch (error) {
        checks.push({ check, isFine: false, message: (error as Error).message });
      }
    };
    await look("node", async () => process.version);
    await look("files", async () => {
      const workspace = await readWorkspace(folder, project);
      const changed = [...workspace.local.keys()].filter((name) => isChanged(workspace, name)).length;
      return `${workspace.local.size} prompts in ${workspace.root}, ${changed} changed since the last pull or push`;
    });
    await look("address", async () => urlOf(text(values, "url"), project));
    let response: Response | undefined;
    await look("key", async () => {
      const api = new Api(await settingsOf(text(values, "url"), project));
      const began = Date.now();
      response = await api.send("/prompts", { query: { limit: 1 } });
      if (!response.headers.get("x-request-id")) throw new Error(`${api.settings.url} is not an Understudy server.`);
      if (response.status === 401) throw new Error(`${api.settings.url} does not know this key. Run understudy login.`);
      if (response.status === 403) return "a runtime key: pull, push and promote need a manage key";
      if (!response.ok) throw new Error(`${api.settings.url} answered ${response.status}.`);
      return `a manage key; the server answered in ${Date.now() - began} ms`;
    });
    await look("clock", async () => {
      const serverTime = Date.parse(response?.headers.get("date") ?? "");
      if (Number.isNaN(serverTime)) throw new Error("The server's time is not known.");
      const seconds = Math.round((Date.now() - serverTime) / 1_000);
      if (Math.abs(seconds) > 60) throw new Error(`This machine's clock is off by ${seconds} s.`);
      return "agrees with the server's";
    });
    for (const { check, isFine, message } of checks)
      say(`  ${isFine ? "ok   " : "WRONG"}  ${check.padEnd(8)} ${message}`);
    const isFine = checks.every((one) => one.isFine);
    answer({ isFine, checks });
    return isFine ? exits.ok : exits.no;
  },
};
