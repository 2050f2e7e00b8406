import Bowser from "bowser";

export type Device = {
  /** "Chrome on macOS", "Firefox", or "Unknown browser". */
  name: string;
  kind: "desktop" | "phone" | "tablet" | "other";
};

const kinds: Record<string, Device["kind"]> = { desktop: "desktop", mobile: "phone", tablet: "tablet" };

/** Parses a User-Agent header. The client can send any value. Pure. */
export function deviceOf(userAgent: string): Device {
  if (!userAgent) return { name: "Unknown browser", kind: "other" };
  const { browser, os, platform } = Bowser.parse(userAgent);
  const parts = [browser.name, os.name].filter((part): part is string => Boolean(part?.trim()));
  const name = parts.length === 0 ? userAgent.split(/[\s/]/)[0]?.slice(0, 40) || "Unknown browser" : parts.join(" on ");
  return { name, kind: kinds[platform.type ?? ""] ?? "other" };
}
