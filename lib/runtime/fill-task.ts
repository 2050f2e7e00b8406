import { LRUCache } from "lru-cache";
import { defineTask } from "@/lib/core/work/task";
import type { CompiledContent } from "@/lib/template/fill";
import { compileContent } from "@/lib/template/render";
import type { Format } from "@/lib/template/requests/formats";
import { type Filling, fillMessages } from "./body";
import type { VersionRecord } from "./record";

type ToFill = { record: VersionRecord; format: Format; filling: Filling };

const keptVersions = 32;
const compiled = new LRUCache<string, CompiledContent>({ max: keptVersions });

/** Fills a version that takes too long to fill in the main thread. Returns the messages as JSON text. */
export const fillTask = defineTask({
  name: "fill",
  cpuMs: 1_000,
  tooSlow: {
    code: "template_too_slow",
    message: "Filling the messages takes too long. Use fewer tags, loop over fewer items, or shorten the values.",
  },
  work: ({ record, format, filling }: ToFill): string => {
    const key = `${record.versionId}:${record.contentHash}`;
    const content = compiled.get(key) ?? compileContent(record.content);
    compiled.set(key, content);
    return fillMessages(record, content, format, filling);
  },
});
