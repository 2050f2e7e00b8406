import { expect, test } from "vitest";
import { isOverHttps } from "./transport-security";

test("HTTPS is detected by the public address, or by a trusted proxy", () => {
  const proxied = { "x-forwarded-proto": "https" };
  expect(isOverHttps({}, { TRUSTED_PROXIES: 0, UNDERSTUDY_URL: "https://a.example" })).toBe(true);
  expect(isOverHttps(proxied, { TRUSTED_PROXIES: 0, UNDERSTUDY_URL: "http://a.example" })).toBe(false);
  expect(isOverHttps(proxied, { TRUSTED_PROXIES: 1 })).toBe(true);
  expect(isOverHttps({ "x-forwarded-proto": "https, http" }, { TRUSTED_PROXIES: 2 })).toBe(true);
  expect(isOverHttps({ "x-forwarded-proto": "http" }, { TRUSTED_PROXIES: 1 })).toBe(false);
  expect(isOverHttps({}, { TRUSTED_PROXIES: 1 })).toBe(false);
});
