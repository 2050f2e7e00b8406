import { Sha256 } from "@/lib/experiments/sha256";
import { compileLiquid } from "@/lib/template/compile";
import { engine } from "@/lib/template/engine";
import type { TemplateCompiler } from "@/lib/template/fill";
import { explainFailure } from "@/lib/template/render";

/** The server's Liquid engine with its limits. A separate file, because most prompts do not need it. */
export const liquidCompiler: TemplateCompiler = {
  compile: (text, _names, pointer) => compileLiquid(text, pointer),
  explain: explainFailure,
};

// Liquid's browser build hashes asynchronously, which is not possible here. These give the server's values.
const digestOf = (hash: Sha256): Uint8Array => {
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  hash.end().forEach((word, index) => void view.setInt32(index * 4, word));
  return bytes;
};
const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Returns the HMAC (RFC 2104) with SHA-256 in hex. */
function hmac(text: string, key: string): string {
  const keyBytes = new TextEncoder().encode(key);
  const block = new Uint8Array(64);
  block.set(keyBytes.length > 64 ? digestOf(new Sha256().addBytes(keyBytes)) : keyBytes);
  const padded = (pad: number) => new Sha256().addBytes(block.map((byte) => byte ^ pad));
  return hexOf(digestOf(padded(0x5c).addBytes(digestOf(padded(0x36).add(text)))));
}

engine.registerFilter("sha256", (value) => hexOf(digestOf(new Sha256().add(String(value ?? "")))));
engine.registerFilter("hmac_sha256", (value, key) => hmac(String(value ?? ""), String(key ?? "")));
