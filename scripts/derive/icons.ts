import { icons } from "lucide-react";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { type MaskIconName, maskIcons } from "@/components/ui/mask-icon";

/** Lucide's key of an icon: "file-text" is FileText. */
const keyOf = (name: string) => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Smaller icons have a thicker stroke, as `.lucide` in app/globals.css sets it. */
const strokes = { 14: 2, 16: 1.75 } as const;

function drawing(name: MaskIconName): string {
  const icon = icons[keyOf(name) as keyof typeof icons];
  if (!icon) throw new Error(`lucide has no icon ${name}.`);
  const shapes = renderToStaticMarkup(createElement(icon))
    .replace(/^<svg[^>]*>|<\/svg>$/g, "")
    .replace(/><\/\w+>/g, "/>")
    .replaceAll("currentColor", "black")
    .replaceAll('"', "'");
  const pen = `fill='none' stroke='black' stroke-width='${strokes[maskIcons[name]]}' stroke-linecap='round' stroke-linejoin='round'`;
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' ${pen}>${shapes}</svg>`;
  return `url("data:image/svg+xml,${svg.replaceAll("<", "%3C").replaceAll(">", "%3E")}")`;
}

/** app/icon-drawings.css: every icon of MaskIcon as lucide draws it, and the class that sets it as the mask. */
export function iconDrawings(): string {
  const names = Object.keys(maskIcons) as MaskIconName[];
  const drawn = names.map((name) => `  --icon-${name}: ${drawing(name)};`);
  const classes = names.map((name) => `  .icon-${name} {\n    --drawing: var(--icon-${name});\n  }`);
  return `/* Written by \`npm run derive\` from components/ui/mask-icon.tsx. */
:root {
${drawn.join("\n")}
}

@layer components {
${classes.join("\n\n")}
}
`;
}
