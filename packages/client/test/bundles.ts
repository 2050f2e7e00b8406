import { createHash } from "node:crypto";
import type { VersionRecord } from "@/lib/runtime/record";

/** A prompt as in the server's record and in a bundle. */
export type TestPrompt = Omit<VersionRecord, "environment" | "asked"> & { aliases?: string[] };

export const promptOf = (name: string, more: Partial<TestPrompt> = {}): TestPrompt => ({
  promptId: `id-${name}`,
  name,
  versionId: `version-${name}-${more.version ?? 1}`,
  version: 1,
  contentHash: "hash",
  content: { type: "chat", messages: [{ role: "system", content: `This is ${name}.` }] },
  ...more,
});

/** Returns a bundle's text as the server writes it. */
export function bundleText(prompts: readonly TestPrompt[], environment = "production", folder: string | null = null) {
  const sorted = [...prompts].sort((a, b) => (a.name < b.name ? -1 : 1));
  const own = JSON.stringify({ format: 1, environment, folder, prompts: sorted });
  const hash = createHash("sha256").update(own).digest("hex");
  return { hash, text: `{"hash":"${hash}","bundle":${own}}` };
}
