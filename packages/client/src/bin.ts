/** `understudy-types`: generates the types of an environment's prompts. */
import { parseArgs } from "node:util";
import { UnderstudyError } from "./api";
import { runTypes } from "./types/run-types";

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
  const ran = await runTypes({ url, apiKey, out, environment, folder, check: check === true });
  if (ran.written !== null) process.stdout.write(ran.written);
  if (ran.message) console.error(ran.isUpToDate ? ran.message : `${ran.message} Run understudy-types --out ${out}.`);
  return ran.isUpToDate ? 0 : 1;
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
