import { expect, test } from "vitest";
import * as z from "zod/mini";
import { addressesIn, channelSchema } from "./channel-schema";

const typed = { name: "On call", minimum: "warning", notices: [], noticeEnvironments: [], url: "", recipients: "" };
const faultOf = (schema: ReturnType<typeof channelSchema>, fields: object) => {
  const result = z.safeParse(schema, { ...typed, ...fields });
  return result.success ? null : result.error.issues[0]?.message;
};

test("addresses stand in lines or between commas", () => {
  expect(addressesIn(" ana@fernway.test, ben@fernway.test;\n\ncleo@fernway.test ")).toEqual([
    "ana@fernway.test",
    "ben@fernway.test",
    "cleo@fernway.test",
  ]);
});

test("mail goes to 1 to 20 complete addresses", () => {
  const mail = channelSchema("email", false);
  expect(faultOf(mail, { recipients: "ana@fernway.test" })).toBeNull();
  expect(faultOf(mail, { recipients: " " })).toBe("Enter at least one address.");
  expect(faultOf(mail, { recipients: "ana@fernway.test, ana@" })).toMatch(/^“ana@” is not a complete address/);
  expect(faultOf(mail, { recipients: Array(21).fill("a@b.test").join("\n") })).toMatch(/^At most 20/);
});

test("a webhook has a web address, and keeps the one that it has", () => {
  expect(faultOf(channelSchema("webhook", false), { url: "https://fernway.test/hook" })).toBeNull();
  expect(faultOf(channelSchema("webhook", false), { url: "" })).toBe("Enter the address.");
  expect(faultOf(channelSchema("webhook", false), { url: "fernway.test" })).toBe("It starts with https:// or http://.");
  expect(faultOf(channelSchema("webhook", true), { url: "" })).toBeNull();
});
