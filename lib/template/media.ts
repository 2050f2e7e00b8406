import { isRecord } from "@/lib/core/records";
import type { FilePart, ImagePart } from "./content";

/** An image or a file from a caller: a URL, a data URL, or an object with its data. */
export type MediaValue =
  | string
  | { url: string; media_type?: string; filename?: string }
  | { data: string; media_type: string; filename?: string };

const address = /^(https?|gs):\/\/\S+$/i;
const dataUrl = /^data:([\w.+-]+\/[\w.+-]+);base64,([A-Za-z0-9+/_=-]+)$/;
const mediaType = /^[\w.+-]+\/[\w.+-]+$/;
const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const knownFields = new Set(["url", "data", "media_type", "filename"]);

/** Whether the value is an image or a file that a part can contain. */
export function isMediaValue(value: unknown): value is MediaValue {
  if (typeof value === "string") return address.test(value) || dataUrl.test(value);
  if (!isRecord(value) || !Object.keys(value).every((key) => knownFields.has(key))) return false;
  const { url, data, media_type, filename } = value;
  if (filename !== undefined && typeof filename !== "string") return false;
  const isTyped = typeof media_type === "string" && mediaType.test(media_type);
  if (data === undefined) return isMediaUrl(url) && (media_type === undefined || isTyped);
  return url === undefined && isTyped && typeof data === "string" && base64.test(data);
}

const isMediaUrl = (url: unknown) => typeof url === "string" && (address.test(url) || dataUrl.test(url));

/** Returns the part with the value of its variable. A data URL becomes data with a media type. */
export function fillMedia<Kind extends ImagePart | FilePart>(part: Kind, value: MediaValue): Kind {
  const { variable: _, ...rest } = part;
  const mediaSource = typeof value === "string" ? { url: value } : value;
  const found = "url" in mediaSource ? dataUrl.exec(mediaSource.url) : null;
  const { filename, ...source } = { filename: undefined, ...mediaSource };
  const own = found ? { data: found[2], media_type: found[1] } : source;
  return { ...rest, ...own, ...(filename !== undefined && part.type === "file" && { filename }) } as Kind;
}
