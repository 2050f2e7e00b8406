/** `understudy-types`: writes the types of an environment's prompts. */
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { UnderstudyError } from "./api";
import { readBundle } from "./bundle";
import { readProblem, send } from "./http";
import { writeTypes } from "./types/write-types";

const help = `understudy-types writes TypeScript types for the prompts of an environment.

  understudy-types [--out src/prompts.ts] [--environment production] [--folder support] [--check]

  --out FILE           where to write; standard output when left out
  --environment NAME   the key's only environment when left out
  --folder NAME        only prompts in this folder
  --check              writes nothing; exits with 1 when the file is not up to date
  --url, --key         the server and a runtime key; else UNDERSTUDY_URL and UNDERSTUDY_API_KEY`;

async function run(): Promise<number> {
  const { values } = parseArgs({
    options: {
      out: { type: "string" },
      environment: { type: "string" },
      folder: { type: "string" },
      url: { type: "string" },
      key: { type: "string" },
      check: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const { out, environment, folder, check } = values;
  const url = values.url ?? process.env.UNDERSTUDY_URL;
  const apiKey = values.key ?? process.env.UNDERSTUDY_API_KEY;
  if (!url || !apiKey)
    throw new UnderstudyError("invalid_options", "Set UNDERSTUDY_URL and UNDERSTUDY_API_KEY, or give --url and --key.");
  if (check && !out) throw new UnderstudyError("invalid_options", "--check compares with a file: give --out.");
  const server = { url: url.replace(/\/+$/, ""), apiKey, fetch };
  const response = await send(server, {
    path: "/bundle",
    query: { environment, folder },
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) throw await readProblem(response);
  const { document } = await readBundle(await response.text());
  const text = writeTypes(document.environment, document.prompts);
  if (!out) {
    process.stdout.write(text);
    return 0;
  }
  const before = await readFile(out, "utf8").catch(() => null);
  if (check && before !== text) {
    console.error(`${out} is not up to date. Run understudy-types --out ${out}.`);
    return 1;
  }
  if (before !== text) await writeFile(out, text);
  console.error(
    `${out}: ${document.prompts.length} prompts of ${document.environment}${before === text ? ", unchanged" : ""}.`,
  );
  return 0;
}

run().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
