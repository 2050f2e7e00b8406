import { expect, test } from "vitest";
import * as z from "zod/mini";
import { connectionSchema } from "./connection-schema";

const typed = { name: "our-gateway", baseUrl: "", apiKey: "sk-1", maxConcurrency: "10" };
const faultOf = (needs: Parameters<typeof connectionSchema>[0], fields: object) => {
  const result = z.safeParse(connectionSchema(needs), { ...typed, ...fields });
  return result.success ? null : [result.error.issues[0]?.path[0], result.error.issues[0]?.message];
};
const provider = { needsKey: true, needsAddress: false };
const ownServer = { needsKey: false, needsAddress: true };

test("a provider needs a key, an own server an address", () => {
  expect(faultOf(provider, {})).toBeNull();
  expect(faultOf(provider, { apiKey: " " })).toEqual(["apiKey", "Paste the key."]);
  expect(faultOf(ownServer, { apiKey: "", baseUrl: "http://10.0.0.7/v1" })).toBeNull();
  expect(faultOf(ownServer, { apiKey: "" })).toEqual(["baseUrl", "Enter the address of the server."]);
  expect(faultOf(provider, { baseUrl: "proxy.test" })).toEqual(["baseUrl", "It starts with https:// or http://."]);
});

test("versions can refer to the name", () => {
  expect(faultOf(provider, { name: "our gateway" })?.[0]).toBe("name");
  expect(faultOf(provider, { name: "a".repeat(65) })?.[0]).toBe("name");
});

test("1 to 1,000 calls run at a time", () => {
  expect(["1", " 1000 "].map((maxConcurrency) => faultOf(provider, { maxConcurrency }))).toEqual([null, null]);
  for (const maxConcurrency of ["0", "1001", "ten", ""])
    expect(faultOf(provider, { maxConcurrency })).toEqual(["maxConcurrency", "From 1 to 1,000."]);
});
