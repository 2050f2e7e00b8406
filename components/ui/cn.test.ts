import { expect, it } from "vitest";
import { cn } from "./cn";

it("keeps a size and a colour of our own side by side", () => {
  expect(cn("text-13 text-fg", "text-fg-muted")).toBe("text-13 text-fg-muted");
  expect(cn("text-13 text-fg", "text-16")).toBe("text-fg text-16");
  expect(cn("shadow-control", "shadow-none")).toBe("shadow-none");
});
