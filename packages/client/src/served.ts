import type { Content } from "@/lib/template/content";
import { type CompiledContent, compileContentWith, messagesInOrder, type RenderedMessages } from "@/lib/template/fill";
import { compiler } from "./templates";

/** A version's own part of a prompt in a bundle. */
export type VersionOfPrompt = { versionId: string; version: number; contentHash: string; content: Content };

/** One version as it is served: compiled when it is first filled. */
export class ServedVersion {
  #compiled: CompiledContent | undefined;
  #templates: RenderedMessages | undefined;

  constructor(
    readonly name: string,
    readonly environment: string,
    readonly record: VersionOfPrompt,
  ) {}

  compiled(): CompiledContent {
    this.#compiled ??= compileContentWith(this.record.content, compiler);
    return this.#compiled;
  }

  /** The templates in sending order, copied: whoever gets them may change them. */
  templates(): RenderedMessages {
    this.#templates ??= messagesInOrder(this.record.content);
    return this.#templates.map((entry) => ({ ...entry }));
  }
}
