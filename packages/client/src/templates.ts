import { AppError, isAppError } from "@/lib/core/errors";
import type { Content } from "@/lib/template/content";
import { templateFields } from "@/lib/template/fields";
import type { TemplateCompiler } from "@/lib/template/fill";
import { type CompiledTemplate, compilePlain } from "@/lib/template/plain";

let liquid: Promise<TemplateCompiler> | undefined;
let loaded: TemplateCompiler | undefined;

/** Text with plain outputs is joined here; the rest goes to Liquid, once `loadLiquid` has brought it. */
export const compiler: TemplateCompiler = {
  compile(text, names, pointer) {
    const plain = compilePlain(text, names);
    if (plain) return plain;
    let compiled: CompiledTemplate | undefined;
    return (frame) => {
      compiled ??= needed().compile(text, names, pointer);
      return compiled(frame);
    };
  },
  explain: (error, pointer, frame) =>
    loaded && !isAppError(error) ? loaded.explain(error, pointer, frame) : (error as Error),
};

function needed(): TemplateCompiler {
  if (loaded) return loaded;
  throw new AppError("service_unavailable", "The template engine could not be loaded.");
}

/** Loads the Liquid engine, once. */
export async function loadLiquid(): Promise<void> {
  liquid ??= import("./liquid").then(({ liquidCompiler }) => liquidCompiler);
  loaded = await liquid.catch((error: unknown) => {
    liquid = undefined; // a network that comes back can bring it
    throw error;
  });
}

/** Whether filling any of these needs the Liquid engine. */
export function needsLiquid(contents: Iterable<Content>): boolean {
  if (loaded) return false;
  for (const content of contents) {
    const { variables = [] } = content;
    const names = variables.map(({ name }) => name);
    const texts = templateFields(content).map(({ text }) => text);
    if (texts.some((text) => (text.includes("{{") || text.includes("{%") ? !compilePlain(text, names) : false)))
      return true;
  }
  return false;
}
