/** Values by the names that the other tool gives its variables. */
export type SampleValues = Readonly<Record<string, unknown>>;

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/**
 * A text filled as the other tool's own client fills it: mustache as Langfuse's, f-strings as Python's. Null: it holds
 * logic, which is not rebuilt here. Written apart from the importers, so that it can contradict them.
 */
export function fillTheirs(
  text: string,
  language: "mustache" | "f-string",
  valueNamed: (name: string) => unknown,
): string | null {
  if (language === "mustache") {
    if (/\{\{\s*[#^/>!&=]/.test(text)) return null;
    return text.replaceAll(/\{\{\{?\s*([^{}\s]+)\s*\}?\}\}/g, (whole, name: string) => {
      const value = valueNamed(name);
      return value === undefined ? whole : textOf(value);
    });
  }
  let isPlain = true;
  const filled = text.replaceAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (whole, name: string | undefined) => {
    if (whole === "{{" || whole === "}}") return whole.charAt(0);
    const value = name === undefined ? undefined : valueNamed(name);
    if (value === undefined) isPlain = false;
    return textOf(value ?? "");
  });
  return isPlain ? filled : null;
}
