import { suggestPromptName } from "@/lib/registry/prompt-name";

const mostBytes = 4 * 1024 * 1024;

/** A file to import. `name` contains its folders. */
export type SourceFile = { name: string; text: string };

export type ReadFiles = {
  files: SourceFile[];
  /** The names of files that are not text, such as images. They are skipped. */
  leftOut: string[];
};

/** Reads the texts of files, with their folders. Returns a sentence with the reason if none can be read. */
export async function readFiles(list: readonly File[]): Promise<ReadFiles | string> {
  const files = list.filter(({ name }) => !name.startsWith("."));
  if (files.length === 0) return "This contains no file.";
  if (files.length > 500) return "At most 500 files at once. Import them in parts.";
  const leftOut: string[] = [];
  const texts: File[] = [];
  for (const file of files) {
    if (isBinary(new Uint8Array(await file.slice(0, 4096).arrayBuffer()))) leftOut.push(file.name);
    else texts.push(file);
  }
  if (texts.length === 0) return `${leftOut[0]} is not a text file.`;
  if (texts.reduce((sum, { size }) => sum + size, 0) > mostBytes)
    return "The files are larger than 4 MiB in total. Import them in parts.";
  const read: SourceFile[] = [];
  for (const file of texts) {
    const text = decode(new Uint8Array(await file.arrayBuffer()));
    if (text === null) return `${file.name} is not UTF-8 text. Save it as UTF-8 and try again.`;
    read.push({ name: (file.webkitRelativePath || file.name).slice(-300), text });
  }
  return { files: read, leftOut };
}

/** Fields of the YAML formats. A prompt may begin with "Task:" too. */
const yamlKeys = /^(?:messages|prompts?|name|model|providers|tests|template|inputs?|modelParameters)\s*:/m;

/** A field that names the prompt, in JSON, in YAML or in front matter. */
const nameKey = /"(?:name|promptName)"\s*:|^(?:- )?(?:name|promptName)\s*:/m;

/** Whether a pasted text needs a name from the person, because it names no prompt. */
export const needsName = (text: string): boolean => text.trim() !== "" && !nameKey.test(text);

/**
 * The file name of pasted text: the prompt's name, and an extension. Its first characters determine the format. Without
 * any sign of one, it is the text of a prompt.
 */
export function nameOfPasted(text: string, name: string): string {
  const base = suggestPromptName(name) ?? "pasted";
  if (/^\s*[[{](?![{%])/.test(text)) return `${base}.json`;
  if (/^\s*(?:---\s|<\w)/.test(text)) return base;
  const isYaml = /^\s*- role:/.test(text) || (/^\s*[A-Za-z_]\w*:(?:\s|$)/.test(text) && yamlKeys.test(text));
  return isYaml ? `${base}.yaml` : `${base}.txt`;
}

/**
 * Whether the bytes are not text in any encoding, as in an image or an archive. UTF-16 also contains zero bytes, but
 * starts with a byte order mark.
 */
const isBinary = (bytes: Uint8Array) => bytes.includes(0) && !((bytes[0] ?? 0) >= 0xfe && (bytes[1] ?? 0) >= 0xfe);

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
