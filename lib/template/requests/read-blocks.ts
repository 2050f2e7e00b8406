import { isRecord } from "@/lib/core/records";
import type { CacheControl } from "../content";
import type { Block, Calls, ContentBlock, ForeignBlock } from "./turns";

type Fields = Record<string, unknown>;
type Path = readonly PropertyKey[];

/** Reads the content of a message: a text, nothing, or a list of blocks of any provider. */
export function readBlocks(content: unknown, path: Path, calls: Calls): Block[] {
  if (content === null || content === undefined || content === "") return [];
  if (typeof content === "string") return [{ type: "text", text: content }];
  if (!Array.isArray(content)) return [foreign("content of an unknown form", path)];
  return content.map((block, index) => readBlock(block, [...path, index], calls));
}

/** A block that only its own provider accepts. */
export function foreign(what: string, path: Path): ForeignBlock {
  return { type: "foreign", what, path: [...path] };
}

const text = (value: unknown) => (typeof value === "string" ? value : null);
const asJson = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value ?? {}));

/** Whether the block has only these fields. Empty fields are ignored. */
function hasOnly(block: Fields, ...names: string[]): boolean {
  const isEmpty = (value: unknown) =>
    value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  return Object.entries(block).every(([name, value]) => name === "type" || names.includes(name) || isEmpty(value));
}

function readBlock(block: unknown, path: Path, calls: Calls): Block {
  if (typeof block === "string") return { type: "text", text: block };
  if (!isRecord(block)) return foreign("content of an unknown form", path);
  const read = typeof block.type === "string" && Object.hasOwn(readers, block.type) ? readers[block.type] : undefined;
  return read?.(block, path, calls) ?? foreign(`"${String(block.type)}"`, path);
}

const marked = (block: Fields) =>
  isRecord(block.cache_control) ? { cache_control: block.cache_control as CacheControl } : {};

const dataUrl = /^data:([\w.+-]+\/[\w.+-]+);base64,(.*)$/s;

/** Converts a URL or a data URL to a source. */
function sourceOf(url: string, mediaType?: string | null) {
  const found = dataUrl.exec(url);
  if (found) return { data: found[2] ?? "", media_type: found[1] ?? "" };
  return { url, ...(mediaType && { media_type: mediaType }) };
}

type Reader = (block: Fields, path: Path, calls: Calls) => Block | null;

const readText: Reader = (block) => {
  const words = text(block.text);
  return words !== null && hasOnly(block, "text", "cache_control")
    ? { type: "text", text: words, ...marked(block) }
    : null;
};

/** Converts Anthropic's source: { type: "base64" | "url" | "text", … }. */
function anthropicSource(source: Fields) {
  if (source.type === "url") return text(source.url) === null ? null : { url: String(source.url) };
  if (source.type !== "base64" || text(source.data) === null) return null;
  return { data: String(source.data), media_type: String(source.media_type) };
}

/** Returns the source of an image or a file block of any provider. Null: unknown form. */
function anySource(block: Fields): { url?: string; data?: string; media_type?: string } | null {
  const mediaType = text(block.media_type) ?? text(block.mediaType) ?? text(block.mime_type) ?? text(block.mimeType);
  if (isRecord(block.source)) return anthropicSource(block.source);
  const address = text(block.url) ?? text(block.image) ?? text(block.file_url);
  if (address !== null) return /^(https?|gs|data):/i.test(address) ? sourceOf(address, mediaType) : null;
  const data = text(block.data) ?? text(block.file_data);
  if (data === null) return null;
  if (/^(https?|gs|data):/i.test(data)) return sourceOf(data, mediaType);
  return mediaType === null ? null : { data, media_type: mediaType };
}

const sourceFields = [
  "source",
  "source_type",
  "url",
  "image",
  "data",
  "media_type",
  "mediaType",
  "mime_type",
  "mimeType",
  "file_url",
  "file_data",
];

const readImage: Reader = (block) => {
  const source = anySource(block);
  if (!source || !hasOnly(block, ...sourceFields, "detail", "cache_control")) return null;
  return { type: "image", ...source, ...detailOf(block.detail), ...marked(block) };
};

const detailOf = (detail: unknown) =>
  detail === "low" || detail === "high" || detail === "auto" ? { detail: detail as "low" | "high" | "auto" } : {};

const readFile: Reader = (block) => {
  const inner = isRecord(block.file) ? block.file : block;
  const source = anySource(inner);
  const filename = text(inner.filename) ?? text(inner.title);
  if (!source || !hasOnly(inner, ...sourceFields, "filename", "title", "cache_control")) return null;
  return { type: "file", ...source, ...(filename !== null && { filename }), ...marked(block) };
};

const readCall =
  (idField: string, nameField: string, inputField: string): Reader =>
  (block, _, calls) => {
    const name = text(block[nameField]);
    if (name === null || !hasOnly(block, "id", idField, nameField, inputField, "caller", "status")) return null;
    return { type: "call", id: calls.note(block[idField], name), name, input: asJson(block[inputField]) };
  };

/** Converts the result of a tool to blocks. Values other than texts become JSON. */
function readResultContent(output: unknown, path: Path, calls: Calls): ContentBlock[] | null {
  if (output !== null && typeof output === "object" && !Array.isArray(output))
    return [{ type: "text", text: JSON.stringify(output) }];
  const blocks = readBlocks(output, path, calls);
  const content = blocks.filter((block) => block.type === "text" || block.type === "image" || block.type === "file");
  return content.length === blocks.length ? content : null;
}

const readers: Record<string, Reader> = {
  text: readText,
  input_text: readText,
  output_text: readText,
  image: readImage,
  image_url: (block) => {
    const inner = isRecord(block.image_url) ? block.image_url : { url: block.image_url };
    const url = text(inner.url);
    if (url === null || !hasOnly(block, "image_url", "cache_control") || !hasOnly(inner, "url", "detail")) return null;
    return { type: "image", ...sourceOf(url), ...detailOf(inner.detail), ...marked(block) };
  },
  input_image: (block) => {
    const url = text(block.image_url);
    if (url === null || !hasOnly(block, "image_url", "detail")) return null;
    return { type: "image", ...sourceOf(url), ...detailOf(block.detail) };
  },
  file: readFile,
  input_file: readFile,
  document: readFile,
  tool_use: readCall("id", "name", "input"),
  "tool-call": readCall("toolCallId", "toolName", "input"),
  tool_call: readCall("id", "name", "args"),
  tool_result: (block, path, calls) => {
    const content = readResultContent(block.content, [...path, "content"], calls);
    if (!content || !hasOnly(block, "tool_use_id", "content", "is_error", "cache_control")) return null;
    const id = calls.answer(block.tool_use_id, null);
    return { type: "result", id, name: calls.nameOf(id), content, isError: block.is_error === true };
  },
  "tool-result": (block, path, calls) => {
    const output = isRecord(block.output) ? block.output : { type: "text", value: block.output };
    const content = readResultContent(output.value, [...path, "output", "value"], calls);
    if (!content || !hasOnly(block, "toolCallId", "toolName", "output")) return null;
    const id = calls.answer(block.toolCallId, text(block.toolName));
    return {
      type: "result",
      id,
      name: text(block.toolName),
      content,
      isError: String(output.type).startsWith("error"),
    };
  },
};
