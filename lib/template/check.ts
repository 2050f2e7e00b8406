import type { Content, Variable } from "./content";
import { mediaFields, type TemplateField, templateFields } from "./fields";
import { type Analysis, analyzeTemplate } from "./parse";
import type { Position } from "./positions";
import { problemsError, type TemplateProblem } from "./problem";
import { countTags, scanLimits } from "./scan";
import { isMediaType, isReservedVariableName, isVariableName, withArticle } from "./variables";

/**
 * Returns every problem of the content's templates: syntax errors, unknown tags and filters, reserved and undeclared
 * variables (these only if `variables` is given), and image or file parts whose variable has another type. `expanded`
 * is the content with its snippets inserted. Positions refer to `content`.
 */
export function checkContent(content: Content, expanded: Content = content): TemplateProblem[] {
  const declared = expanded.variables && new Map(expanded.variables.map((variable) => [variable.name, variable]));
  const fields = templateFields(content);
  const wholes = templateFields(expanded);
  const tags = wholes.reduce((sum, { text }) => sum + countTags(text), 0);
  if (tags > scanLimits.tags) return [tooManyTags()];
  const templates = fields.flatMap((field, index) => checkField(field, wholes[index]?.text ?? field.text, declared));
  return [...templates, ...checkMedia(content, declared)];
}

type Declared = ReadonlyMap<string, Variable> | undefined;

/** Checks that the variable of an image or file part has that type. */
function checkMedia(content: Content, declared: Declared): TemplateProblem[] {
  return mediaFields(content).flatMap(({ pointer, name, type }): TemplateProblem[] => {
    const place = { pointer, line: 1, column: 1 };
    const fault = nameFault(name, declared);
    if (fault) return [{ ...fault, ...place }];
    const found = declared?.get(name);
    if (!found || found.type === type || (type === "file" && isMediaType(found.type))) return [];
    const message = `The variable "${name}" is ${withArticle(found.type)}; ${withArticle(type)} is needed here.`;
    return [{ code: "invalid_variable_type", message, ...place }];
  });
}

function tooManyTags(): TemplateProblem {
  const message = `A prompt has at most ${scanLimits.tags} conditions, loops and values, with its snippets.`;
  return { pointer: "/messages", code: "template_limit", message, line: 1, column: 1 };
}

/** Throws an AppError that lists the problems that `checkContent` returns. */
export function assertContent(content: Content, expanded: Content = content): void {
  const [first, ...rest] = checkContent(content, expanded);
  if (first) throw problemsError([first, ...rest]);
}

function checkField({ pointer, text }: TemplateField, wholeText: string, declared: Declared) {
  const own = analyzeTemplate(text);
  if (own.errors.length > 0) return own.errors.map((error): TemplateProblem => ({ pointer, ...error }));
  const whole = wholeText === text ? own : analyzeTemplate(wholeText);
  const [broken] = whole.errors;
  if (broken) {
    const message = `With its snippets included, the text cannot be parsed: ${broken.message}`;
    return [{ pointer, code: broken.code, message, ...placeOf(own) }];
  }
  const problems: TemplateProblem[] = [];
  for (const name of new Set(whole.variables.map((variable) => variable.name))) {
    const fault = nameFault(name, declared);
    if (fault) problems.push({ pointer, ...fault, ...placeOf(own, name) });
  }
  return problems;
}

function nameFault(name: string, declared: Declared) {
  if (isReservedVariableName(name))
    return { code: "reserved_variable_name" as const, message: `A variable cannot be called "${name}".` };
  if (!isVariableName(name)) {
    const message = `"${name}" cannot be a variable: names hold letters, digits and _ and do not start with a digit.`;
    return { code: "undeclared_variable" as const, message };
  }
  if (!declared || declared.has(name)) return null;
  return { code: "undeclared_variable" as const, message: `The variable "${name}" is not declared in this prompt.` };
}

/** The position of a name in the original text, or of the first snippet, which must have added the name. */
function placeOf({ variables, snippets }: Analysis, name?: string): Position {
  const place = variables.find((variable) => variable.name === name) ?? snippets[0];
  return { line: place?.line ?? 1, column: place?.column ?? 1 };
}
