import { isAppError } from "@/lib/core/errors";
import type { SnippetReference } from "@/lib/registry/queries/snippets";
import { checkContent } from "@/lib/template/check";
import type { Content, Variable } from "@/lib/template/content";
import { expandSnippets, type LoadedSnippet } from "@/lib/template/expand";
import { mediaFields, templateFields } from "@/lib/template/fields";
import { inferVariables } from "@/lib/template/infer";
import { analyzeTemplate, type Analysis as TemplateAnalysis } from "@/lib/template/parse";
import { type Draft, type DraftPart, examplePlace } from "./draft";
import { type FieldProblem, toContent } from "./draft-content";
import { partPlace } from "./draft-parts";
import {
  findSnippet,
  type SnippetLine,
  type SnippetShelf,
  snippetLines,
  snippetVersions,
  unloadedSnippets,
} from "./draft-snippets";
import { isSlip, nearestName } from "./names";

/** A fault in a template. `place`: the id of the message or the side of the example. */
export type TextFault = {
  place: string;
  line: number;
  column: number;
  message: string;
  /** The undeclared variable, and the declared one that was probably meant. */
  unknown?: { name: string; nearest: string | null };
};

export type DraftAnalysis = {
  /** The content to save, with the found variables. */
  content: Content;
  /** Variables found in the templates but not declared yet. */
  found: readonly Variable[];
  /** Variables that snippets need but the prompt does not declare. */
  inherited: readonly Variable[];
  /** The names that the prompt's own templates use. */
  used: ReadonlySet<string>;
  faults: readonly TextFault[];
  fieldProblems: readonly FieldProblem[];
  /** Snippets in the templates that are not loaded yet. */
  unloaded: readonly SnippetReference[];
  /** The inserted snippets and their versions, by name. */
  versions: ReadonlyMap<string, number>;
  /** The lines that insert snippets. */
  snippetLines: readonly SnippetLine[];
};

/** Analyzes a draft. Takes a few milliseconds for a prompt of usual size. Pure. */
export function analyzeDraft(draft: Draft, shelf: SnippetShelf, promptName: string): DraftAnalysis {
  const { content: declared, problems } = toContent(draft);
  const fields = templateFields(declared);
  const read = fields.map(({ text }) => analyzeTemplate(text));
  const used = new Set([
    ...read.flatMap(({ variables }) => variables.map(({ name }) => name)),
    ...mediaFields(declared).map(({ name }) => name),
  ]);
  const found = findVariables(declared, draft.removed);
  const content = { ...declared, variables: [...(declared.variables ?? []), ...found] };
  const names = new Set(content.variables.map(({ name }) => name));
  const place = placesOf(draft);
  const { expanded, inherited, faults: snippetFaults } = putIn(content, shelf, promptName, read, place);

  const all = checkContent(content, expanded).map(({ pointer, line, column, message, code }): TextFault => {
    const analysis = read[fields.findIndex((field) => field.pointer === pointer)];
    const name = analysis?.variables.find((use) => use.line === line && use.column === column)?.name;
    const fault = { place: place(pointer), line, column, message };
    if (code !== "undeclared_variable" || name === undefined) return fault;
    return { ...fault, unknown: { name, nearest: nearestName(name, [...names]) } };
  });
  const mentioned = new Set(read.flatMap(({ snippets }) => snippets.map(({ name }) => name)));
  return {
    content,
    found,
    inherited: inherited.filter(({ name }) => !names.has(name)),
    used,
    faults: [...snippetFaults, ...all],
    fieldProblems: [...problems, ...nameProblems(draft)],
    unloaded: unloadedSnippets(mentioned, draft, shelf),
    versions: snippetVersions(mentioned, draft, shelf),
    snippetLines: snippetLines(read, (index) => place(fields[index]?.pointer ?? ""), draft, shelf),
  };
}

/** Adds new names as variables, except probable typos of known names and names that the user removed. */
function findVariables(content: Content, removed: readonly string[]): Variable[] {
  const { variables: declared = [], ...rest } = content;
  const names = declared.map(({ name }) => name);
  return (inferVariables(rest).variables ?? []).filter(
    ({ name }) => !names.includes(name) && !removed.includes(name) && !isSlip(name, names),
  );
}

/** Returns a variable with the type derived from its use, for "Add it". */
export function variableFor(name: string, { content }: DraftAnalysis): Variable {
  const { variables: _, ...rest } = content;
  const used = inferVariables(rest).variables?.find((variable) => variable.name === name);
  return used ?? { name, type: "string", required: true };
}

function nameProblems({ variables }: Draft): FieldProblem[] {
  return variables.flatMap(({ name }, index) =>
    variables.findIndex((other) => other.name === name) < index
      ? [{ field: `variables/${name}/name`, message: `Two variables have the name ${name}.` }]
      : [],
  );
}

function placesOf(draft: Draft): (pointer: string) => string {
  return (pointer) => {
    const [, list, index, side, part] = pointer.split("/");
    if (list === "messages") {
      const entry = draft.entries[Number(index)];
      return entry ? inside(entry.id, entry.kind === "message" ? entry.parts : undefined, part) : "";
    }
    const example = draft.examples[Number(index)];
    if (!example) return "";
    const isOutput = side === "output";
    const place = examplePlace(example.id, isOutput ? "output" : "input");
    return inside(place, isOutput ? example.outputParts : example.inputParts, part);
  };
}

/** The place of a part, if the pointer leads into one. */
function inside(place: string, parts: readonly DraftPart[] | undefined, index: string | undefined): string {
  const part = index === undefined ? undefined : parts?.[Number(index)];
  return part ? partPlace(place, part.id) : place;
}

const empty = (name: string): LoadedSnippet => ({
  name,
  version: 0,
  content: { type: "text", messages: [{ role: "user", content: "" }] },
});

function putIn(
  content: Content,
  shelf: SnippetShelf,
  promptName: string,
  read: readonly TemplateAnalysis[],
  place: (pointer: string) => string,
): { expanded: Content; inherited: Variable[]; faults: TextFault[] } {
  const fields = templateFields(content);
  const faults = read.flatMap(({ snippets }, index) =>
    snippets
      .filter(({ name }) => shelf.missing.includes(name))
      .map(({ name, line, column }): TextFault => {
        const message = `There is no snippet "${name}".`;
        return { place: place(fields[index]?.pointer ?? ""), line, column, message };
      }),
  );
  try {
    const { content: expanded, variables } = expandSnippets(
      content,
      (name, version) => findSnippet(shelf, name, version) ?? empty(name),
      promptName,
    );
    const own = content.variables ?? [];
    const inherited = variables.filter(({ name }) => !own.some((variable) => variable.name === name));
    return { expanded: { ...expanded, variables: [...own, ...inherited] }, inherited, faults };
  } catch (error) {
    // The content check reports unreadable templates. Only faults of snippets are reported here.
    if (!isAppError(error) || error.code === "template_syntax") return { expanded: content, inherited: [], faults };
    const [{ pointer = "", line = 1, column = 1, message = error.message } = {}] = error.errors ?? [];
    return { expanded: content, inherited: [], faults: [...faults, { place: place(pointer), line, column, message }] };
  }
}
