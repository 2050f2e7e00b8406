import type { Content } from "@/lib/template/content";
import { type CompiledContent, compileContentWith, messagesInOrder, type RenderedMessages } from "@/lib/template/fill";
import { compiler } from "./templates";

/** The part of a bundle's prompt that belongs to one version. */
export type VersionOfPrompt = { versionId: string; version: number; contentHash: string; content: Content };

/** One version, compiled when it is first filled. */
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

  /** Returns a copy of the templates in sending order, which the caller may change. */
  templates(): RenderedMessages {
    this.#templates ??= messagesInOrder(this.record.content);
    return this.#templates.map((entry) => ({ ...entry }));
  }
}
