import { decodeFile, isBinary } from "@/lib/evaluation/suites/transfer/decode";
import { decodeAs, type Encoding } from "@/lib/evaluation/suites/transfer/encodings";
import { type CaseFileFormat, caseFileLimits } from "@/lib/evaluation/suites/transfer/format";

export type ChosenFile = {
  name: string;
  text: string;
  format: CaseFileFormat;
  /** How the bytes were read. Null for pasted rows. */
  source: { bytes: Uint8Array; encoding: Encoding; isGuessed: boolean } | null;
};

const mostBytes = 2 * caseFileLimits.characters;

/** The format of a file of tests, which contains a list of rows. Null: CSV or JSONL. */
function listFormatOf(name: string, text: string): "json" | "yaml" | null {
  if (/\.ya?ml$/i.test(name)) return "yaml";
  const [first = ""] = text.trimStart().split("\n", 1);
  const isLine = /^\{.*\}\s*$/.test(first);
  return /^\s*[[{]/.test(text) && !isLine ? "json" : null;
}

/** JSONL begins with a bracket, a CSV header does not. */
const formatOf = (name: string, text: string): CaseFileFormat =>
  /\.(jsonl|ndjson|json)$/i.test(name) || /^\s*\{/.test(text) ? "jsonl" : "csv";

/** Converts a text to rows with columns. Returns the reason if it has none. */
export async function readCaseText(
  name: string,
  text: string,
  source: ChosenFile["source"] = null,
): Promise<ChosenFile | string> {
  const format = listFormatOf(name, text);
  if (!format) return { name, source, text, format: formatOf(name, text) };
  const { readTests } = await import("@/lib/evaluation/suites/transfer/tests-file");
  const tests = readTests(text, format);
  if (!tests.ok) return `${name}: ${tests.errors.map(({ message }) => message).join(" ")}`;
  return { name, source, text: tests.lines, format: "jsonl" };
}

/**
 * Reads a file of cases. Returns a sentence with the reason if it contains none. `languages` are those of the person,
 * to guess the encoding.
 */
export async function readCaseFile(file: File, languages: readonly string[]): Promise<ChosenFile | string> {
  if (file.size > mostBytes) return "The file is larger than 6 MiB of text. Import it in parts.";
  if (/\.xlsx?$/i.test(file.name)) return "Save the spreadsheet as CSV first, then choose that file.";
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isBinary(bytes)) return `${file.name} is not a text file.`;
  const { text, encoding, isGuessed } = decodeFile(bytes, languages);
  return readCaseText(file.name, text, { bytes, encoding, isGuessed });
}

/** The same file, read with another encoding. */
export const readCaseBytes = (name: string, bytes: Uint8Array, encoding: Encoding): Promise<ChosenFile | string> =>
  readCaseText(name, decodeAs(bytes, encoding), { bytes, encoding, isGuessed: true });
