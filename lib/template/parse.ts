import { LiquidError, type Template } from "liquidjs";
import { engine } from "./engine";
import { explainSyntax, isStrayCloser } from "./explain";
import { type Position, positionsIn } from "./positions";
import { TextFault, type TextProblem } from "./problem";
import { findReferences, type Use } from "./references";
import { checkWholeOutput, type Scan, scanTemplate } from "./scan";

/** The variables, snippets and faults of a template. Variables and snippets are in reading order, one entry per use. */
export type Analysis = {
  variables: (Position & { name: string; use: Use })[];
  snippets: (Position & { name: string })[];
  errors: TextProblem[];
};

/** Analyzes a template. Never throws: faults are returned as `errors`, with readable messages. */
export function analyzeTemplate(text: string): Analysis {
  const at = positionsIn(text);
  const analysis: Analysis = { variables: [], snippets: [], errors: [] };
  try {
    const { tokens, snippets, outputs } = scanTemplate(text);
    analysis.snippets = snippets.map(({ token, name }) => ({ name, ...at(token.begin) }));
    const { templates, faults } = parseTokens(tokens);
    analysis.errors = faults.map((fault) => toProblem(fault, at));
    if (faults.length === 0) for (const output of outputs) checkWholeOutput(output);
    analysis.variables = findReferences(templates).free.map(({ name, use, offset }) => ({ name, use, ...at(offset) }));
  } catch (error) {
    analysis.errors = [toProblem(error, at)];
  }
  return analysis;
}

/** Converts a fault to a problem with its position. */
export function toProblem(error: unknown, at: (offset: number) => Position): TextProblem {
  if (error instanceof TextFault) return { code: error.code, message: error.message, ...at(error.offset) };
  const offset = LiquidError.is(error) ? offsetOf(error) : 0;
  const message = explainSyntax(error instanceof Error ? error.message : String(error));
  return { code: "template_syntax", message, ...at(offset) };
}

/** Parses each top-level part separately, so that one fault does not hide the next. */
function parseTokens(tokens: Scan["tokens"]): { templates: Template[]; faults: unknown[] } {
  const templates: Template[] = [];
  const faults: unknown[] = [];
  // Liquid adds an excerpt of the text to each fault, so many faults would take seconds.
  for (let token = tokens.shift(); token && faults.length < 20; token = tokens.shift()) {
    try {
      templates.push(engine.parser.parseToken(token, tokens));
    } catch (error) {
      const isEcho = faults.length > 0 && error instanceof Error && isStrayCloser(error.message);
      if (!isEcho) faults.push(error);
    }
  }
  return { templates, faults };
}

/** The offset to report. Liquid reports an unclosed {% raw %} after its tag. */
function offsetOf({ message, token }: LiquidError): number {
  return /^raw ".*" not closed/s.test(message) ? token.input.lastIndexOf("{%", token.begin - 1) : token.begin;
}
