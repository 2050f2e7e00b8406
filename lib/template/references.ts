import { type Template, type Token, TypeGuards, Value } from "liquidjs";
import { TextFault } from "./problem";

/** How a template uses a variable. The type of an undeclared variable is derived from it. */
export type Use = "text" | "list" | "size" | "object" | "number" | "condition";

/** One use of a variable that the template does not set itself. */
type Reference = { name: string; offset: number; use: Use };

type Outcome = { free: Reference[]; locals: Set<string> };

const mathFilters = /^(plus|minus|times|divided_by|modulo|round|ceil|floor|abs|at_least|at_most)$/;

/**
 * Returns the free variables of a parsed template in reading order, and the names that it sets by assign or capture.
 * Liquid's own analysis counts lines again for every variable, which takes seconds for a long template.
 */
export function findReferences(templates: readonly Template[]): Outcome {
  const free: Reference[] = [];
  const locals = new Set<string>();
  const blocks: Set<string>[] = [];

  const isLocal = (name: string) => locals.has(name) || blocks.some((names) => names.has(name));

  const visitToken = (token: unknown, use: Use): void => {
    if (TypeGuards.isRangeToken(token)) {
      visitToken(token.lhs, "number");
      visitToken(token.rhs, "number");
    } else if (TypeGuards.isFilteredValueToken(token)) {
      for (const part of token.initial.postfix) visitToken(part, use);
      visitFilters(token.filters);
    } else if (TypeGuards.isPropertyAccessToken(token)) {
      const [root, ...rest] = token.variable ? [undefined, ...token.props] : token.props;
      if (root && (TypeGuards.isWordToken(root) || TypeGuards.isQuotedToken(root))) {
        const name = root.content;
        if (!isLocal(name)) free.push({ name, offset: token.begin, use: rest[0] ? propertyUse(rest[0]) : use });
      } else visitToken(root, "text");
      for (const property of rest) visitToken(property, "text");
    }
  };

  const visitFilters = (filters: Iterable<{ args: Iterable<unknown> }>) => {
    for (const filter of filters)
      for (const argument of filter.args) visitToken(Array.isArray(argument) ? argument[1] : argument, "text");
  };

  const visitValue = (value: Value, alone: Use) => {
    const { postfix } = value.initial;
    const spare = spareOperand(postfix);
    if (spare) throw new TextFault("template_syntax", spareMessage(spare), spare.begin);
    const [filter] = value.filters;
    const use = filter ? (mathFilters.test(filter.name) ? "number" : "text") : postfix.length === 1 ? alone : "text";
    for (const [index, token] of postfix.entries())
      visitToken(token, comparedWithNumber(postfix, index) ? "number" : use);
    visitFilters(value.filters);
  };

  const visit = (template: Template): void => {
    const tag = TypeGuards.isTagToken(template.token) ? template.token.name : "";
    const alone: Use = tag === "if" || tag === "unless" ? "condition" : "text";
    let isFirst = true;
    for (const argument of template.arguments?.() ?? []) {
      if (argument instanceof Value) visitValue(argument, alone);
      else visitToken(argument, tag === "for" ? (isFirst ? "list" : "number") : "text");
      isFirst = false;
    }
    for (const identifier of template.localScope?.() ?? []) locals.add(identifier.content);
    if (!template.children) return;
    if (template.blockScope) blocks.push(new Set(template.blockScope()));
    for (const child of childrenOf(template)) visit(child);
    if (template.blockScope) blocks.pop();
  };

  for (const template of templates) visit(template);
  free.sort((left, right) => left.offset - right.offset);
  return { free, locals };
}

function childrenOf(template: Template): Template[] {
  const step = template.children?.(false, true).next();
  return step?.done ? step.value : [];
}

function propertyUse(property: Token): Use {
  if (TypeGuards.isNumberToken(property)) return "list";
  const name = TypeGuards.isWordToken(property) || TypeGuards.isQuotedToken(property) ? property.content : "";
  if (name === "size") return "size";
  return name === "first" || name === "last" ? "list" : "object";
}

/** The first operand directly after another one. Liquid silently reads `{{ first name }}` as `first`. */
function spareOperand(postfix: readonly Token[]): Token | undefined {
  const inOrder = [...postfix].sort((left, right) => left.begin - right.begin); // Node 18 has no toSorted
  const isOperand = (token: Token | undefined) => token !== undefined && !TypeGuards.isOperatorToken(token);
  return inOrder.find((token, index) => isOperand(token) && isOperand(inOrder[index - 1]));
}

function spareMessage(token: Token): string {
  return `"${token.getText()}" does not belong here: the name of a variable has no spaces, and two values need a word between them.`;
}

/** Whether `postfix[index]` is compared with a number: [x, 3, >] or [3, x, >]. */
function comparedWithNumber(postfix: readonly Token[], index: number): boolean {
  const pairs = [
    [postfix[index + 1], postfix[index + 2]],
    [postfix[index - 1], postfix[index + 1]],
  ] as const;
  return pairs.some(
    ([other, operator]) =>
      TypeGuards.isNumberToken(other) &&
      TypeGuards.isOperatorToken(operator) &&
      /^(==|!=|[<>]=?)$/.test(operator.operator),
  );
}
