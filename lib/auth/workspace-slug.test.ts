import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { slugFault, slugFrom } from "./workspace-slug";

const root = join(import.meta.dirname, "../..");

/** The first path segments of all addresses that the product itself serves. */
function ownAddresses(): string[] {
  const top = readdirSync(join(root, "app"), { withFileTypes: true });
  const within = top
    .filter(({ name }) => /^\(.+\)$/.test(name))
    .flatMap(({ name }) => readdirSync(join(root, "app", name), { withFileTypes: true }));
  const folders = [...top, ...within].filter((entry) => entry.isDirectory() && /^[a-z]/.test(entry.name));
  return [...folders.map(({ name }) => name), "monaco", "sdk"]; // the build puts the packages for applications into public/sdk
}

it("refuses every path used by the product", () => {
  expect(ownAddresses()).toContain("api");
  expect(ownAddresses()).toContain("sign-in");
  for (const address of ownAddresses()) expect(slugFault(address), address).toMatch(/itself/);
  for (const address of ["invitation", "account", "new-workspace", "new"]) expect(slugFault(address)).toMatch(/itself/);
});

it("refuses what is not valid in a URL", () => {
  for (const slug of ["", "a", "Shop", "a b", "a--b", "-a", "a-", "a/b", "ä", "x".repeat(41), "a.b", "..", "_next"])
    expect(slugFault(slug), slug).not.toBeNull();
  for (const slug of ["ab", "fernway", "team-7", "2fast"]) expect(slugFault(slug), slug).toBeNull();
});

it("creates a slug from a name", () => {
  expect(slugFrom("Fernway Süd & Co.")).toBe("fernway-sud-co");
  expect(slugFrom("  Ünïcode  ")).toBe("unicode");
  expect(slugFrom("日本")).toBe("");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const slug = slugFrom(name);
      return slug.length < 2 || slugFault(slug) === null || /itself/.test(slugFault(slug) ?? "");
    }),
  );
});
