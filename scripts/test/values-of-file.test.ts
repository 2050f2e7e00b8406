import { expect, test, vi } from "vitest";
import { ValuesOfFile } from "./values-of-file";

const poolsThat = (state: { ended?: boolean; ending?: boolean } = {}) => ({
  main: { connections: { ended: false, ending: false, ...state } },
});

/** The values of a file that has connected. */
function connected(state?: { ended?: boolean; ending?: boolean }): ValuesOfFile {
  const values = new ValuesOfFile(undefined);
  values.set("pools", poolsThat(state));
  values.set("prisma", "client");
  values.set("cache", "of the first file");
  return values;
}

test("a file goes on with the connections of the file before, and with nothing else", () => {
  const next = new ValuesOfFile(connected());
  expect(next.get("prisma")).toBe("client");
  expect(next.get("pools")).toEqual(poolsThat());
  expect(next.has("cache")).toBe(false);
  expect(new ValuesOfFile(new ValuesOfFile(next)).get("prisma")).toBe("client");
});

test("a file that changes a setting of the database gets its own, and leaves them to no other", () => {
  vi.stubEnv("DATABASE_URL", "postgres://usual");
  const next = new ValuesOfFile(connected());
  vi.stubEnv("DATABASE_URL", "postgres://other");
  expect(next.has("prisma")).toBe(false);
  expect(next.has("pools")).toBe(false);
  next.set("pools", poolsThat());
  vi.stubEnv("DATABASE_URL", "postgres://usual");
  expect(new ValuesOfFile(next).has("pools")).toBe(false);
  vi.unstubAllEnvs();
});

test.each([{ ended: true }, { ending: true }])("closed connections are not taken over: %o", (state) => {
  expect(new ValuesOfFile(connected(state)).has("pools")).toBe(false);
});
