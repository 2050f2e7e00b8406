import { promptPath } from "../api";
import { type Command, text } from "../command";
import { exits, misuse } from "../failure";

type Prompt = { latestVersion: number; deployments: { environment: string; version: number }[] };
type ReleaseAnswer = { deployment: { environment: string; version: number; revision: number } };

const move = { least: 1, most: 2 };
const to = { type: "string", value: "ENV", help: "the environment; default: the project's" } as const;
const reason = { type: "string", value: "TEXT", help: "the reason, for the history" } as const;

function versionOf(versionText: string | undefined): number | undefined {
  if (versionText === undefined) return undefined;
  const version = Number(versionText.replace(/^v/, ""));
  if (!Number.isInteger(version) || version < 1) throw misuse(`"${versionText}" is not a version. Use 7 or v7.`);
  return version;
}

function environmentOf(option: string | undefined, project: { environment?: string }): string {
  const environment = option ?? project.environment;
  if (!environment) throw misuse("No environment is set. Use --to.");
  return environment;
}

export const promote: Command = {
  name: "promote",
  summary: "make a version live in an environment",
  usage: "NAME [VERSION]",
  positionals: move,
  options: { to, reason },
  notes: "Without VERSION, promotes the newest version. Gates and approvals apply.",
  async run({ positionals: [name = "", versionText], values, project, api: connect, say, answer }) {
    const environment = environmentOf(text(values, "to"), project);
    const requestedVersion = versionOf(versionText);
    const api = await connect();
    const version = requestedVersion ?? (await api.call<Prompt>(promptPath(name))).latestVersion;
    const body = { version, environment, reason: text(values, "reason") };
    const moved = await api.call<ReleaseAnswer>(`${promptPath(name)}/promote`, { method: "POST", body });
    answer(moved);
    say(`${name} v${moved.deployment.version} is live in ${environment}.`);
    return exits.ok;
  },
};

export const rollback: Command = {
  name: "rollback",
  summary: "roll back to the previous live version",
  usage: "NAME [VERSION]",
  positionals: move,
  options: { to, reason },
  async run({ positionals: [name = "", versionText], values, project, api, say, answer }) {
    const environment = environmentOf(text(values, "to"), project);
    const body = { environment, version: versionOf(versionText), reason: text(values, "reason") };
    const moved = await (await api()).call<ReleaseAnswer>(`${promptPath(name)}/rollback`, { method: "POST", body });
    answer(moved);
    say(`${name} v${moved.deployment.version} is live in ${environment}.`);
    return exits.ok;
  },
};
