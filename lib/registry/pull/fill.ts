/** Values by the variable names of the other tool. */
export type SampleValues = Readonly<Record<string, unknown>>;

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/**
 * Fills a text like the other tool's own client: mustache like Langfuse, f-strings like Python. Returns null for a
 * template with logic, which is not supported. Independent of the importers, so that it can reveal errors in them.
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
