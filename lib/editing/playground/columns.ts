import type { ModelRef } from "@/lib/template/content";

/** A column of the playground: a version and a model. Null: the version's own model. */
export type PlaygroundColumn = { version: number; model: ModelRef | null };

/** The maximum number of columns, and of concurrent runs. */
export const mostColumns = 4;

/** "6" or "6:openai/gpt-4.1-mini" */
export function writeColumn({ version, model }: PlaygroundColumn): string {
  return model ? `${version}:${encodeURIComponent(model.provider)}/${encodeURIComponent(model.name)}` : `${version}`;
}

/** Parses a column. Null if the text is not valid. */
function readColumn(text: string): PlaygroundColumn | null {
  const match = /^([1-9]\d{0,8})(?::([^/]+)\/(.+))?$/.exec(text);
  if (!match) return null;
  try {
    const [, version, provider, name] = match;
    const model = provider && name ? { provider: decodeURIComponent(provider), name: decodeURIComponent(name) } : null;
    return { version: Number(version), model };
  } catch {
    return null;
  }
}

/** Parses the columns of `?columns=5,6:offline/understudy-offline`. Null if there are none. */
export function readColumns(text: string | undefined): PlaygroundColumn[] | null {
  const columns = (text ?? "").split(",").flatMap((part) => readColumn(part) ?? []);
  return columns.length > 0 ? columns.slice(0, mostColumns) : null;
}

export const writeColumns = (columns: readonly PlaygroundColumn[]) => columns.map(writeColumn).join(",");

/** Returns the initial columns: the live and the newest version, or else the two newest versions. */
export function firstColumns(
  latest: number,
  live: number | undefined,
  model: PlaygroundColumn["model"] = null,
): PlaygroundColumn[] {
  const before = live !== undefined && live !== latest ? live : latest - 1;
  return [before, latest].filter((version) => version >= 1).map((version) => ({ version, model }));
}
