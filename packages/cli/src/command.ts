import type { Api } from "./api";
import type { Exit } from "./failure";
import type { Project } from "./settings";

type Option = { type: "string" | "boolean"; short?: string; help: string; value?: string };
export type Options = Record<string, Option>;
export type Values = Record<string, string | boolean | undefined>;

/** The context of a command. `say` prints lines for people; `answer` prints the document of --json. */
export type Context = {
  values: Values;
  positionals: string[];
  project: Project;
  folder: string;
  isJson: boolean;
  api: () => Promise<Api>;
  say: (line?: string) => void;
  answer: (document: unknown) => void;
};

export type Command = {
  name: string;
  summary: string;
  /** The usage after the command's name: `NAME [VERSION]`. */
  usage: string;
  positionals: { least: number; most: number };
  options: Options;
  notes?: string;
  run: (context: Context) => Promise<Exit>;
};

export const text = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
};
