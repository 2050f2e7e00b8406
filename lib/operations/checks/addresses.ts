import type { Check, Facts, ServerProcess } from "../schema";
import { passed, warned } from "../words";

/** Fewer requests say nothing: one curl past the proxy is no wrong setting. */
const fewestRequests = 20;

/** Requests by the number of addresses that came along, over all processes. */
function sumForwarded(processes: readonly ServerProcess[]): number[] {
  const sums: number[] = [];
  for (const { facts } of processes)
    for (const [hops, requests] of facts.forwardedAddresses.entries()) sums[hops] = (sums[hops] ?? 0) + requests;
  return sums;
}

/** What a role that answers people sees in front of it; null: too few requests to tell. */
function usualAddresses(processes: readonly ServerProcess[]): { usual: number; share: number } | null {
  const sums = sumForwarded(processes);
  const all = sums.reduce((sum, one) => sum + one, 0);
  if (all < fewestRequests) return null;
  const usual = sums.indexOf(Math.max(...sums));
  return { usual, share: Math.round((100 * (sums[usual] ?? 0)) / all) };
}

const fixes = {
  tooHigh: () =>
    "Set TRUSTED_PROXIES to the number of proxies in front: otherwise clients can forge the missing addresses.",
  tooLow: (usual: number) =>
    `Set TRUSTED_PROXIES=${usual} if that many proxies are in front; otherwise sign-in limits count everybody behind them as one client.`,
};

/**
 * TRUSTED_PROXIES against the X-Forwarded-For of requests: too low counts all people as one, too high believes a lie. By
 * role: a runtime that passes pages on to a studio elsewhere is a proxy in front of that studio.
 */
export function checkProxies({ processes }: Facts): Check[] {
  const of = { id: "proxies", title: "Proxies" };
  const fine: string[] = [];
  for (const role of ["runtime", "studio"] as const) {
    const own = processes.filter((one) => one.role === role);
    const [first] = own;
    const seen = usualAddresses(own);
    if (!first || !seen) continue;
    const { trustedProxies: trusted } = first.facts;
    const { usual, share } = seen;
    const words = `${share} % of requests bring ${usual === 1 ? "1 address" : `${usual} addresses`} in X-Forwarded-For`;
    if (usual !== trusted)
      return [
        warned(
          of,
          `TRUSTED_PROXIES is ${trusted} for the ${role}, but ${words}.`,
          usual < trusted ? fixes.tooHigh() : fixes.tooLow(usual),
        ),
      ];
    fine.push(`TRUSTED_PROXIES is ${trusted} for the ${role}, and ${words}.`);
  }
  if (fine.length > 0) return [passed(of, fine.join(" "))];
  return processes.length > 0 ? [passed(of, "Too few requests yet to compare TRUSTED_PROXIES with.")] : [];
}

const isLocal = (host: string) => /^(localhost|127\.|\[?::1)/.test(host);

/** The public address, which links in alerts and invitations lead to. */
export function checkUrl({ settings, processes }: Facts): Check {
  const of = { id: "url", title: "Public address" };
  const isBehindProxy = processes.some(({ facts }) =>
    facts.forwardedAddresses.slice(1).some((requests) => requests > 0),
  );
  if (!settings.url) {
    if (!isBehindProxy && !settings.isServerless) return passed(of, "Taken from each request; no proxy was seen.");
    return warned(
      of,
      "UNDERSTUDY_URL is not set, and a proxy is in front: links in alerts do not lead here.",
      "Set UNDERSTUDY_URL to the address that people open, with https.",
    );
  }
  const { protocol, hostname } = new URL(settings.url);
  if (protocol === "http:" && !isLocal(hostname))
    return warned(
      of,
      `${settings.url} has no https: passwords and keys are sent unencrypted.`,
      "Put a proxy with TLS in front, and set UNDERSTUDY_URL to its https address.",
    );
  return passed(of, settings.url);
}
