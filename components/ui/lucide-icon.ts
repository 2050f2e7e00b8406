import { createElement, type SVGProps } from "react";

type IconData = { name: string; node: readonly (readonly [tag: string, attributes: Record<string, string>])[] };

const isName = (prop: string) => prop === "role" || prop === "title" || prop.startsWith("aria-");

/**
 * Replaces the function with which lucide-react makes its icons (next.config.mjs). The style sheet has the size and the
 * stroke of icons, so the options of that function cost every page 1 KB and change nothing.
 */
export default function createIcon({ name, node }: IconData) {
  const own = `lucide lucide-${name}`;
  const drawing = node.map(([tag, attributes]) => createElement(tag, attributes));
  return ({ className, ...props }: SVGProps<SVGSVGElement>) =>
    createElement(
      "svg",
      {
        viewBox: "0 0 24 24",
        "aria-hidden": Object.keys(props).some(isName) ? undefined : true,
        ...props,
        className: className ? `${own} ${className}` : own,
      },
      drawing,
    );
}
