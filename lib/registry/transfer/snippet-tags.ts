import type { Content } from "@/lib/template/content";
import { mapTemplates } from "@/lib/template/fields";
import { scanTemplate } from "@/lib/template/scan";

/** Renames the snippets in a content's tags and pins. A content that cannot be parsed is returned unchanged. */
export function pointSnippets(content: unknown, names: ReadonlyMap<string, string>): unknown {
  if (names.size === 0) return content;
  try {
    const typed = content as Content;
    const mapped = mapTemplates(typed, (text) => renameTags(text, names));
    if (!typed.snippets) return mapped;
    return { ...mapped, snippets: typed.snippets.map((pin) => ({ ...pin, name: names.get(pin.name) ?? pin.name })) };
  } catch {
    return content;
  }
}

function renameTags(text: string, names: ReadonlyMap<string, string>): string {
  let result = text;
  for (const { token, name } of scanTemplate(text).snippets.toReversed()) {
    const other = names.get(name);
    if (other === undefined) continue;
    const tag = text.slice(token.begin, token.end).replace(/(['"])[^'"]+\1/, () => `'${other}'`);
    result = result.slice(0, token.begin) + tag + result.slice(token.end);
  }
  return result;
}
