/** `understudy`: prompts as files, releases and evaluations from the terminal. */
import { parseArgs } from "node:util";
import { Api } from "./api";
import type { Command, Context, Options, Values } from "./command";
import { diff } from "./commands/diff";
import { evaluate } from "./commands/eval";
import { logs } from "./commands/logs";
import { pull } from "./commands/pull";
import { push } from "./commands/push";
import { promote, rollback } from "./commands/releases";
import { init, login } from "./commands/start";
import { doctor, types } from "./commands/tools";
import { completionOf } from "./completion";
import { type Exit, exits, Failure, misuse } from "./failure";
import { settingsOf } from "./oidc";
import { readProject } from "./settings";

const common: Options = {
  url: {
    type: "string",
    value: "URL",
    help: "the address of the server; default: UNDERSTUDY_URL, else understudy.json",
  },
  json: { type: "boolean", help: "print JSON" },
  help: { type: "boolean", short: "h", help: "show this help" },
};
const own = [login, init, pull, push, diff, promote, rollback, evaluate, types, logs, doctor];
const commands: readonly Command[] = [...own, completionOf(own, Object.keys(common))];

function overview(): string {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`);
  return [
    "understudy COMMAND [--json] [--help]",
    "",
    ...lines,
    "",
    "The key comes from UNDERSTUDY_API_KEY, from understudy login or, in a pipeline, from UNDERSTUDY_TRUST. It is never an argument.",
    "Exit codes: 0 success, 1 negative result (not passed, release blocked, files differ), 2 wrong usage, 3 conflict, 4 access denied, 5 server not available, 6 other failure.",
  ].join("\n");
}

function helpOf({ name, usage, summary, options, notes }: Command): string {
  const lines = Object.entries({ ...options, ...common }).map(([option, { short, value, help }]) => {
    const flag = `${short ? `-${short}, ` : ""}--${option}${value ? ` ${value}` : ""}`;
    return `  ${flag.padEnd(22)} ${help}`;
  });
  return [
    `understudy ${name} ${usage}`.trimEnd(),
    "",
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    "",
    ...lines,
    ...(notes ? ["", notes] : []),
  ].join("\n");
}

function parse(command: Command, args: string[]): { values: Values; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries({ ...command.options, ...common }).map(([name, { type, short }]) => [
      name,
      { type, ...(short && { short }) },
    ]),
  );
  try {
    return parseArgs({ args, options, allowPositionals: true }) as { values: Values; positionals: string[] };
  } catch (error) {
    // Node's message contains the option and its value. Only the option is repeated, because the value may be a key.
    const option = /'(-{1,2}[\w-]+)/.exec((error as Error).message)?.[1] ?? "an option";
    throw misuse(
      `Unknown option ${option} of ${command.name}, or its value is missing. understudy ${command.name} --help lists the options.`,
    );
  }
}

async function run(args: string[], isJson: boolean): Promise<Exit> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    const about = name === "help" ? commands.find((one) => one.name === rest[0]) : undefined;
    console.log(about ? helpOf(about) : overview());
    return name === undefined ? exits.usage : exits.ok;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) throw misuse(`Unknown command. Run understudy help for the list.`);
  const { values, positionals } = parse(command, rest);
  if (values.help) {
    console.log(helpOf(command));
    return exits.ok;
  }
  const { least, most } = command.positionals;
  if (positionals.length < least || positionals.length > most)
    throw misuse(`${`Write understudy ${command.name} ${command.usage}`.trimEnd()}.`);
  const folder = process.cwd();
  const project = await readProject(folder);
  const url = typeof values.url === "string" ? values.url : undefined;
  const context: Context = {
    values,
    positionals,
    project,
    folder,
    isJson,
    api: async () => new Api(await settingsOf(url, project)),
    say: (line = "") => (isJson ? undefined : console.log(line)),
    answer: (document) => (isJson ? console.log(JSON.stringify(document)) : undefined),
  };
  return command.run(context);
}

const args = process.argv.slice(2);
const isJson = args.includes("--json");
process.stdout.on("error", () => process.exit(exits.ok)); // `understudy logs | head`
run(args, isJson).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const failure =
      error instanceof Failure ? error : new Failure("internal_error", `${(error as Error).message}`, exits.failed);
    const { code, message, requestId, exit } = failure;
    console.error(
      isJson
        ? JSON.stringify({ error: { code, message, requestId } })
        : `understudy: ${message}${requestId ? ` (${code}, request ${requestId})` : ""}`,
    );
    process.exitCode = exit;
  },
);
