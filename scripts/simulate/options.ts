import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";

/** Ends a simulation with one sentence that says what is wrong and what to do. */
export class Trouble extends Error {}

export type Options = {
  url: string;
  /** The name of the workspace in URLs. Null: unknown. */
  workspace: string | null;
  /** The application's key. */
  key: string;
  /** The key of the person who releases a version. Null: no release. */
  manageKey: string | null;
  /** Answers per second. */
  rate: number;
  minutes: number;
  isFlop: boolean;
  /** The prompt to flop. Null: one that is ready. */
  prompt: string | null;
  seed: number;
};

/** The output of `npm run simulate -- --help`. */
export const usage = `npm run simulate [-- options]      a shop that uses Understudy: resolve, answer, feedback
  --flop              releases a worse version and tells how it is noticed and rolled back
  --prompt <name>     with --flop: the prompt to do it to
  --rate <n>          answers a second (12; with --flop 40)
  --minutes <n>       how long (5; with --flop as long as the story takes: about 1, 6 at most)
  --seed <n>          another shop: other people who ask other things (1)
  --url <address>     where Understudy is; --key and --manage-key then say who asks
                      (all three are in credentials.json of the data folder)`;

const credentials = z.object({
  url: z.url(),
  workspace: z.string(),
  apiKeys: z.object({ runtime: z.object({ production: z.string() }), manage: z.string() }),
});

const number = (name: string, text: string, [least, most]: [number, number]) => {
  const value = Number(text);
  if (text.trim() === "" || !(value >= least && value <= most))
    throw new Trouble(`--${name} is a number from ${least} to ${most}. Got "${text}".`);
  return value;
};

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        flop: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
        prompt: text,
        rate: text,
        minutes: text,
        seed: text,
        url: text,
        key: text,
        "manage-key": text,
      },
    }).values;
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

function readCredentials(dataDir: string) {
  const file = join(dataDir, "credentials.json");
  if (!existsSync(file))
    throw new Trouble(
      `There is no ${file}. Run "npm start" once, which writes it; name another folder with UNDERSTUDY_DATA_DIR; or give --url, --key and --manage-key.`,
    );
  try {
    return credentials.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new Trouble(`${file} cannot be read as credentials. Give --url, --key and --manage-key instead.`);
  }
}

/** The parsed options, completed from credentials.json. Null: help. Throws Trouble. */
export function readOptions(args: readonly string[], dataDir: string): Options | null {
  const parsed = parse(args);
  if (parsed.help) return null;
  const own = parsed.key !== undefined && parsed.url !== undefined ? null : readCredentials(dataDir);
  const isFlop = parsed.flop;
  const manageKey = parsed["manage-key"] ?? (parsed.key === undefined ? own?.apiKeys.manage : null) ?? null;
  if (isFlop && manageKey === null)
    throw new Trouble("--flop releases a version, which takes a manage key: give --manage-key beside --key.");
  if (parsed.prompt !== undefined && !isFlop) throw new Trouble("--prompt goes with --flop.");
  const url = parsed.url ?? own?.url ?? "";
  if (!URL.canParse(url)) throw new Trouble(`--url is an address such as http://localhost:3000. Got "${url}".`);
  return {
    url: url.replace(/\/+$/, ""),
    workspace: own?.workspace ?? null,
    key: parsed.key ?? own?.apiKeys.runtime.production ?? "",
    manageKey,
    isFlop,
    rate: number("rate", parsed.rate ?? (isFlop ? "40" : "12"), [0.1, 500]),
    minutes: number("minutes", parsed.minutes ?? (isFlop ? "6" : "5"), [0.05, 1_440]),
    seed: number("seed", parsed.seed ?? "1", [0, 4_294_967_295]),
    prompt: parsed.prompt ?? null,
  };
}
