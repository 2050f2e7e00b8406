import { describe, expect, test } from "vitest";
import { assertLinkOpen, linkStatus } from "./rules";

const now = Date.UTC(2026, 0, 1);
const link = (ms: number, usedAt: Date | null = null) => ({ expiresAt: new Date(now + ms), usedAt });

describe("a link", () => {
  test("is valid until it expires", () => {
    expect(linkStatus(link(1), now)).toBe("open");
    expect(linkStatus(link(0), now)).toBe("expired");
    expect(linkStatus(link(1, new Date(now)), now)).toBe("used");
  });

  test("that is used, expired or unknown is refused with advice", () => {
    expect(() => assertLinkOpen(link(1), now)).not.toThrow();
    expect(() => assertLinkOpen(link(0), now)).toThrow("has expired");
    expect(() => assertLinkOpen(link(1, new Date()), now)).toThrow("already used");
    expect(() => assertLinkOpen(null, now)).toThrow("no such link");
  });
});
