import { createElement, forwardRef, type ReactNode, type SVGProps } from "react";

type IconData = { name: string; node: [tag: string, attributes: Record<string, string>][] };
type Props = SVGProps<SVGSVGElement> & { icon: IconData; children?: ReactNode };

const isNamed = (props: object) => Object.keys(props).some((key) => /^(aria-|role$|title$)/.test(key));

/**
 * What the build puts in place of the `Icon` of lucide-react (scripts/lucide-loader.mjs). That one writes nine attributes
 * of drawing into every icon, 180 bytes each; here `.lucide` in globals.css says them once.
 */
const LucideIcon = forwardRef<SVGSVGElement, Props>(({ icon, className, children, ...rest }, ref) =>
  createElement(
    "svg",
    {
      ref,
      viewBox: "0 0 24 24",
      className: className ? `lucide ${className}` : "lucide",
      ...(!children && !isNamed(rest) && { "aria-hidden": true }),
      ...rest,
    },
    ...icon.node.map(([tag, { key: _, ...attributes }]) => createElement(tag, attributes)),
    children,
  ),
);
LucideIcon.displayName = "LucideIcon";

export default LucideIcon;
