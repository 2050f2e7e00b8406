import type { IncomingMessage } from "node:http";
import { expect, it } from "vitest";
import { addConnectionAddress, clientAddress } from "./client-address";

function through(forwardedFor: string | undefined, remoteAddress: string): string | undefined {
  const headers: IncomingMessage["headers"] = forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor };
  addConnectionAddress({ headers, socket: { remoteAddress } as IncomingMessage["socket"] });
  return headers["x-forwarded-for"] as string;
}

it("ignores headers of a client without a proxy in front", () => {
  expect(clientAddress(through(undefined, "10.0.0.9"), 0)).toBe("10.0.0.9");
  expect(clientAddress(through("1.2.3.4", "10.0.0.9"), 0)).toBe("10.0.0.9");
  expect(clientAddress(through("1.2.3.4, 5.6.7.8", "10.0.0.9"), 0)).toBe("10.0.0.9");
});

it("accepts another host only from a trusted proxy", () => {
  const hostAfter = (trustedProxies: number) => {
    const headers: IncomingMessage["headers"] = { host: "here.example", "x-forwarded-host": "elsewhere.example" };
    addConnectionAddress(
      { headers, socket: { remoteAddress: "10.0.0.9" } as IncomingMessage["socket"] },
      trustedProxies,
    );
    return headers["x-forwarded-host"];
  };
  expect(hostAfter(0)).toBeUndefined();
  expect(hostAfter(1)).toBe("elsewhere.example");
});

it("uses the address that the outermost trusted proxy saw", () => {
  expect(clientAddress(through("6.6.6.6, 1.2.3.4", "10.0.0.1"), 1)).toBe("1.2.3.4");
  expect(clientAddress(through("6.6.6.6, 1.2.3.4, 10.0.0.2", "10.0.0.1"), 2)).toBe("1.2.3.4");
});

it("has no address if a trusted proxy sent none", () => {
  expect(clientAddress(through(undefined, "10.0.0.1"), 1)).toBe("");
});
