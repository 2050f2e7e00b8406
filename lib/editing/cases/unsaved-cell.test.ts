import { expect, test } from "vitest";
import { CaseSheet } from "./case-sheet";
import type { GridColumn } from "./columns";
import { emptyCase } from "./sheet-changes";
import { isUnsavedCell } from "./unsaved-cell";

const column = (kind: "name" | "tags"): GridColumn => ({
  id: kind,
  kind,
  label: kind,
  variable: "",
  type: null,
  isJson: false,
  width: 100,
  share: 1,
});

test("a cell is unsaved from the edit until the server has it, and its neighbours are not", async () => {
  let answer = () => {};
  const saved = { ...emptyCase("k0"), name: "Late", addedIn: 2 };
  const sheet = new CaseSheet(
    {
      change: () =>
        new Promise((done) => {
          answer = () => done({ ok: true, data: { revision: 2, cases: [saved], removed: [] } });
        }),
      read: async () => ({ ok: true, data: [] }),
      page: async () => ({ ok: true, data: { items: [], nextCursor: null } }),
    },
    { items: [{ ...emptyCase("k0"), addedIn: 1 }], nextCursor: null, revision: 1 },
    1,
  );
  const isUnsaved = (kind: "name" | "tags") => {
    const one = sheet.at(0);
    return one !== null && isUnsavedCell(sheet, one, column(kind));
  };
  expect(isUnsaved("name")).toBe(false);
  sheet.edit([{ key: "k0", patch: { name: "Late" } }]);
  expect([isUnsaved("name"), isUnsaved("tags")]).toEqual([true, false]);
  answer();
  await expect.poll(() => isUnsaved("name")).toBe(false);
});
