import { expect, it } from "vitest";
import { deviceOf } from "./device";

const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)";

it.each([
  [`${mac} Chrome/147.0.0.0 Safari/537.36`, "Chrome on macOS", "desktop"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
    "Safari on iOS",
    "phone",
  ],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows", "desktop"],
  ["curl/8.5.0", "curl", "other"],
  ["", "Unknown browser", "other"],
])("%s", (userAgent, name, kind) => {
  expect(deviceOf(userAgent)).toEqual({ name, kind });
});

it("accepts any text", () => {
  for (const odd of ["\u0000", "()", "/", " ", "Mozilla/5.0 (".repeat(30)])
    expect(deviceOf(odd).name.length).toBeGreaterThan(0);
});
