import { readFile, writeFile } from "node:fs/promises";
import { UnderstudyError } from "../api";
import { readBundle } from "../bundle";
import { readProblem, send } from "../http";
import { writeTypes } from "./write-types";

type TypesOptions = {
  url: string;
  apiKey: string;
  out: string | undefined;
  environment: string | undefined;
  folder: string | undefined;
  check: boolean;
};
/** `written` contains the types if no file was named. `message` says what happened to the file. */
type TypesResult = { isUpToDate: boolean; written: string | null; message: string | null };

/** Writes the types of an environment's prompts, or checks whether the file is up to date. */
export async function runTypes({ url, apiKey, out, environment, folder, check }: TypesOptions): Promise<TypesResult> {
  if (check && !out) throw new UnderstudyError("invalid_options", "--check compares with a file: give --out.");
  const server = { url: url.replace(/\/+$/, ""), apiKey, fetch };
  const signal = AbortSignal.timeout(30_000);
  const response = await send(server, { path: "/bundle", query: { environment, folder }, signal });
  if (!response.ok) throw await readProblem(response);
  const { document } = await readBundle(await response.text());
  const text = writeTypes(document.environment, document.prompts);
  if (!out) return { isUpToDate: true, written: text, message: null };
  const before = await readFile(out, "utf8").catch(() => null);
  if (check && before !== text) return { isUpToDate: false, written: null, message: `${out} is not up to date.` };
  if (before !== text) await writeFile(out, text);
  const message = `${out}: ${document.prompts.length} prompts of ${document.environment}${before === text ? ", unchanged" : ""}.`;
  return { isUpToDate: true, written: null, message };
}
