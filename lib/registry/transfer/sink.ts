import { isRecord } from "@/lib/core/records";
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
import type { ImportNote, IncomingPrompt, IncomingVersion } from "./format";

/**
 * The template language of a text. `plain`: `{{ name }}` is a variable, as in most tools; `{name}` stays text, with a
 * note. `liquid`: our own language, taken unchanged.
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
/** The maximum number of losses stored per version. A file may have thousands of unknown fields. */
const maxLosses = 1_000;

/** Collects problems, warnings and losses of one version during its conversion. */
export class Sink implements LossOwner {
  readonly problems: ImportNote[] = [];
  readonly warnings: ImportNote[] = [];
  readonly losses: Loss[] = [];

  /** Fields of `source` that are not taken are recorded as lost. */
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

  /** Takes a text field and converts it from another tool's language to Liquid. */
  template(source: Source, dialect: Dialect): string {
    if (typeof source.value !== "string") {
      this.refuse(source.pointer, "This is not a text.");
      return "";
    }
    source.take();
    return this.convert(source.value, source.pointer, dialect);
  }

  /** Converts a text that was already taken. */
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

  /** The version with everything that was collected. */
  version(
    content: unknown,
    about: Partial<Pick<IncomingVersion, "number" | "message" | "labels">> = {},
  ): IncomingVersion {
    const { problems, warnings, losses } = this;
    return { content, number: null, message: "", labels: [], ...about, problems, warnings, losses };
  }
}

/** Builds a prompt from these versions. */
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

/** Takes the maps of a list. A list with other items is not taken. */
export function takeMaps(source: Source): Record<string, unknown>[] | null {
  const { value } = source;
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRecord)) return null;
  source.take();
  return value;
}
