/** What a screen reader is told of a page, from the browser's accessibility tree, and what is wrong with it. */
import type { Page } from "@playwright/test";

type Node = {
  nodeId: string;
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  childIds?: string[];
  properties?: { name: string; value: { value: unknown } }[];
};

/** Roles that are nothing without a name. */
const needName =
  /^(button|link|checkbox|textbox|searchbox|combobox|switch|radio|menuitem|tab|image|dialog|table|grid|option)$/;
/** Roles whose name is their content. */
const named = /^(button|link|heading|rowheader|columnheader|menuitem|tab)$/;
/** Parts of one word: "v" and "5", "+" and "3", and what a sign begins or ends. */
const isOneWord = (left: string, right: string) =>
  /\s$/.test(left) || /^[\s,.:;!?)%’”]/.test(right) || /((^|\s)v|[(+−"'“])$/.test(left);

export async function spokenFaults(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send("Accessibility.getFullAXTree")) as unknown as { nodes: Node[] };
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const childrenOf = ({ childIds }: Node) => (childIds ?? []).flatMap((id) => byId.get(id) ?? []);
  const textsOf = (node: Node): string[] =>
    node.role?.value === "StaticText" && !node.ignored
      ? [node.name?.value ?? ""]
      : childrenOf(node).flatMap((child) => textsOf(child));
  const faults: string[] = [];
  let level = 0;
  const visit = (node: Node): void => {
    const [role, name] = [node.role?.value ?? "", node.name?.value ?? ""];
    if (!node.ignored) {
      if (needName.test(role) && name.trim() === "") faults.push(`a ${role} without a name`);
      if (role === "heading") {
        const own = Number(node.properties?.find((one) => one.name === "level")?.value.value);
        if (own > level + 1) faults.push(`a heading of level ${own} after level ${level}: ${name}`);
        level = own;
      }
      const texts = named.test(role) ? textsOf(node) : [];
      for (const [index, text] of texts.entries()) {
        const next = texts[index + 1];
        if (next !== undefined && !isOneWord(text, next) && name.includes(text + next))
          faults.push(`words without a space in a ${role}: ${text.slice(-30)}|${next.slice(0, 30)}`);
      }
    }
    for (const child of childrenOf(node)) visit(child);
  };
  if (nodes[0]) visit(nodes[0]);
  return faults;
}

/** Buttons of one name in one part of the page: a list of them does not say which does what. */
export function twinButtons(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const nameOf = (button: Element) => button.getAttribute("aria-label") ?? button.textContent?.trim() ?? "";
    const partOf = (button: Element) => button.closest("li, tr, fieldset, article, section, [role=group], main, body");
    const found = new Map<Element | null, string[]>();
    for (const button of document.querySelectorAll("main button")) {
      if (!button.checkVisibility()) continue;
      const part = partOf(button);
      found.set(part, [...(found.get(part) ?? []), nameOf(button)]);
    }
    return [...found.values()].flatMap((names) => names.filter((name, index) => names.indexOf(name) !== index));
  });
}
