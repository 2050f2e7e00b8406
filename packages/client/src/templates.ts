import { isAppError } from "@/lib/core/errors";
import type { Content } from "@/lib/template/content";
import { templateFields } from "@/lib/template/fields";
import type { TemplateCompiler } from "@/lib/template/fill";
import { type CompiledTemplate, compilePlain } from "@/lib/template/plain";
import { late } from "./late";
import { lateParts, needsParts } from "./late-parts";

const liquid = late<TemplateCompiler>(() => import("./liquid").then(({ liquidCompiler }) => liquidCompiler));

/** Compiles templates. Text with plain outputs is joined here. Others need Liquid, which `prepare` loads. */
export const compiler: TemplateCompiler = {
  compile(text, names, pointer) {
    const plain = compilePlain(text, names);
    if (plain) return plain;
    let compiled: CompiledTemplate | undefined;
    return (frame) => {
      compiled ??= liquid.now().compile(text, names, pointer);
      return compiled(frame);
    };
  },
  explain: (error, pointer, frame) =>
    isAppError(error) ? error : (liquid.peek()?.explain(error, pointer, frame) ?? (error as Error)),
};

/** Loads the code that filling these contents needs. */
export async function prepare(contents: readonly Content[]): Promise<void> {
  await Promise.all([needsLiquid(contents) && liquid.load(), contents.some(needsParts) && lateParts.load()]);
}

/** Whether filling any of these contents needs the Liquid engine. */
function needsLiquid(contents: Iterable<Content>): boolean {
  if (liquid.peek()) return false;
  for (const content of contents) {
    const { variables = [] } = content;
    const names = variables.map(({ name }) => name);
    const texts = templateFields(content).map(({ text }) => text);
    if (texts.some((text) => (text.includes("{{") || text.includes("{%") ? !compilePlain(text, names) : false)))
      return true;
  }
  return false;
}
