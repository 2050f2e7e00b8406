import {
  convertFString,
  convertJinja,
  convertPromptLayer,
  convertSemanticKernel,
  convertSingleCurly,
  guardLiteral,
} from "@/lib/template/curly-templates";
import { convertHandlebars } from "@/lib/template/handlebars";
import { Notes } from "@/lib/template/import-note";
import { positionsIn } from "@/lib/template/positions";
import type { Loss, LossOwner, Source } from "@/lib/template/source";
import { type ImportNote, type IncomingPrompt, type IncomingVersion, isFields } from "./format";

/**
 * The language of a text. `plain`: `{{ name }}` is a variable, as in most tools; `{name}` stays text and is told.
 * `liquid`: ours, as it stands.
 */
export type Dialect =
  | "mustache"
  | "f-string"
  | "jinja"
  | "single-curly"
  | "semantic-kernel"
  | "promptlayer"
  | "plain"
  | "liquid"
  | "literal";

const maxNotes = 50;
/** Losses kept for one version; a file of thousands of unknown fields needs no list of all of them. */
const maxLosses = 1_000;

/** Collects what is said about one version while it is converted, and gets the losses of its part of the file. */
export class Sink implements LossOwner {
  readonly problems: ImportNote[] = [];
  readonly warnings: ImportNote[] = [];
  readonly losses: Loss[] = [];

  /** What nobody takes in `source` is listed here. */
  constructor(source?: Source) {
    source?.belongsTo(this);
  }

  refuse(pointer: string, message: string): void {
    if (this.problems.length < maxNotes) this.problems.push({ pointer, message });
  }

  warn(pointer: string, message: string): void {
    if (this.warnings.length < maxNotes && !this.warnings.some((warning) => warning.message === message))
      this.warnings.push({ pointer, message });
  }

  lose(loss: Loss): void {
    if (this.losses.length < maxLosses) this.losses.push(loss);
  }

  /** A text in another tool's language, in Liquid. The field is taken. */
  template(source: Source, dialect: Dialect): string {
    if (typeof source.value !== "string") {
      this.refuse(source.pointer, "This is not a text.");
      return "";
    }
    source.take();
    return this.convert(source.value, source.pointer, dialect);
  }

  /** The same for a text that was taken already. */
  convert(text: string, pointer: string, dialect: Dialect): string {
    if (text.length > 256 * 1024) {
      this.refuse(pointer, "The text is larger than 256 KiB.");
      return "";
    }
    const notes = new Notes(positionsIn(text));
    const result = convert(text, dialect, notes);
    this.problems.push(...notes.problems.map((note) => ({ pointer, ...note })));
    for (const { message } of notes.warnings) this.warn(pointer, message);
    return result;
  }

  /** The version with everything said about it. */
  version(
    content: unknown,
    about: Partial<Pick<IncomingVersion, "number" | "message" | "labels">> = {},
  ): IncomingVersion {
    const { problems, warnings, losses } = this;
    return { content, number: null, message: "", labels: [], ...about, problems, warnings, losses };
  }
}

/** A prompt of these versions. */
export function promptOf(
  name: string,
  versions: IncomingVersion[],
  about: Partial<Pick<IncomingPrompt, "description" | "tags" | "problems" | "warnings" | "losses">> = {},
): IncomingPrompt {
  return { name, description: null, tags: null, versions, problems: [], warnings: [], losses: [], ...about };
}

const singleHole = /(?<![{$%])\{([A-Za-z_]\w{0,60})\}(?!\})/;

function convert(text: string, dialect: Dialect, notes: Notes): string {
  if (dialect === "f-string") return convertFString(text, notes);
  if (dialect === "jinja") return convertJinja(text, notes);
  if (dialect === "single-curly") return convertSingleCurly(text, notes);
  if (dialect === "semantic-kernel") return convertSemanticKernel(text, notes);
  if (dialect === "promptlayer") return convertPromptLayer(text, notes);
  if (dialect === "liquid") return text;
  if (dialect === "literal") return guardLiteral(text);
  const hole = dialect === "plain" ? singleHole.exec(text) : null;
  if (hole) notes.warn(hole.index, `${hole[0]} stays text: only {{ ${hole[1]} }} is a variable.`);
  return convertHandlebars(text, 0, notes)
    .map((piece) => ("text" in piece ? piece.text : ""))
    .join("");
}

/** The maps of a list in a field, taken; a list with anything else in it is left. */
export function takeMaps(source: Source): Record<string, unknown>[] | null {
  const { value } = source;
  if (!Array.isArray(value) || value.length === 0 || !value.every(isFields)) return null;
  source.take();
  return value;
}
