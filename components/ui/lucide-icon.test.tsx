import { readdirSync, readFileSync } from "node:fs";
import { Pencil } from "lucide-react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import config from "@/next.config.mjs";
import createIcon from "./lucide-icon";

const icons = new URL("../../node_modules/lucide-react/dist/esm/icons/", import.meta.url);
const replaced = Object.keys(config.turbopack?.resolveAlias ?? {}).filter((path) => path.startsWith("../"));

// An alias that matches nothing is no error. The icons would then cost every page 1 KB more.
test("every icon of lucide-react imports the file that next.config.mjs replaces", () => {
  const texts = readdirSync(icons)
    .filter((name) => name.endsWith(".mjs"))
    .map((name) => readFileSync(new URL(name, icons), "utf8"))
    .filter((text) => text.includes("createLucideIcon"));
  expect(texts.length).toBeGreaterThan(1_000);
  expect(replaced.length).toBe(1);
  expect(texts.filter((text) => !text.includes(`from '${replaced[0]}'`))).toEqual([]);
});

test("what replaces it gets the same data and draws the same shapes", async () => {
  const { __iconData } = await import(/* @vite-ignore */ new URL("pencil.mjs", icons).href);
  const shapes = (svg: string) => svg.replace(/^<svg[^>]*>/, "");
  const lucide = renderToStaticMarkup(<Pencil />);
  const drawn = renderToStaticMarkup(createIcon(__iconData)({}));
  expect(drawn).toContain('class="lucide lucide-pencil"');
  expect(shapes(drawn)).toBe(shapes(lucide));
  // Unless it has a name. So no icon says it for itself.
  expect([drawn, lucide].every((svg) => svg.includes('aria-hidden="true"'))).toBe(true);
  expect(renderToStaticMarkup(createIcon(__iconData)({ "aria-label": "Edit" }))).not.toContain("aria-hidden");
});
