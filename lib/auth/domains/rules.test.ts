import { expect, test } from "vitest";
import { domainOf, hasRecord, mayMakeAccount, recordName, recordValue } from "./rules";

test("a domain is the part after the last @", () => {
  expect(domainOf("Ana@Acme.COM")).toBe("acme.com");
  expect(domainOf('"a@b"@acme.com')).toBe("acme.com");
  expect(recordName("acme.com")).toBe("_understudy.acme.com");
});

test("the record is found among others, also in chunks", () => {
  expect(hasRecord([["v=spf1 -all"], ["understudy-", "domain=abc"]], "abc")).toBe(true);
  expect(hasRecord([[`${recordValue("abc")}d`]], "abc")).toBe(false);
  expect(hasRecord([], "abc")).toBe(false);
});

test.each([
  ["nobody verified the domain", false, [], true],
  ["the workspace itself did", false, ["other", "own"], true],
  ["another workspace did", false, ["other"], false],
  ["another did, and the invitation went to the address", true, ["other"], true],
])("an account is created if %s", (_, isMailed, verifiedBy, expected) => {
  expect(mayMakeAccount({ workspaceId: "own", isMailed }, verifiedBy)).toBe(expected);
});
