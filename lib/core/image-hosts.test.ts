import { describe, expect, it } from "vitest";
import { parseEnv } from "./env";
import { imageHostPattern, isImageHost, readImageHosts } from "./image-hosts";

describe("hosts of images", () => {
  it("are empty by default", () => {
    expect(readImageHosts(undefined)).toEqual([]);
    expect(isImageHost([], "https://cdn.example.com/a.png")).toBe(false);
  });

  it("are compared completely, with their port, for https only", () => {
    const hosts = readImageHosts(" cdn.example.com, *.Fernway.test,cdn.example.com:8443 ");
    expect(hosts).toEqual(["cdn.example.com", "*.fernway.test", "cdn.example.com:8443"]);
    const shown = (address: string) => isImageHost(hosts, address);
    expect(shown("https://CDN.example.com/a.png?x=1")).toBe(true);
    expect(shown("https://cdn.example.com:8443/a.png")).toBe(true);
    expect(shown("https://img.eu.fernway.test/a.png")).toBe(true);
    for (const address of [
      "http://cdn.example.com/a.png",
      "https://cdn.example.com:444/a.png",
      "https://cdn.example.com.evil.test/a.png",
      "https://evilfernway.test/a.png",
      "https://fernway.test/a.png",
      "https://me@cdn.example.com/a.png",
      "//cdn.example.com/a.png",
      "{{ photo }}",
    ])
      expect([address, shown(address)]).toEqual([address, false]);
  });

  it("stop the start if invalid, because they are in the content security policy", () => {
    for (const entry of ["https://cdn.example.com", "*", "a.com/x", "a.com; script-src *", "a.com 'unsafe-inline'"])
      expect(() => parseEnv({ IMAGE_HOSTS: entry } as unknown as NodeJS.ProcessEnv)).toThrow("IMAGE_HOSTS");
    expect(imageHostPattern.test("localhost:3000")).toBe(true);
  });
});
