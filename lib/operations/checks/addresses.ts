import type { Check, InstanceFacts, ServerProcess } from "../schema";
import { passed, warned } from "../words";

/** The minimum number of requests. A few requests that bypass the proxy do not indicate a wrong setting. */
const fewestRequests = 20;

/** Sums requests over all processes by the number of forwarded addresses. */
function sumForwarded(processes: readonly ServerProcess[]): number[] {
  const sums: number[] = [];
  for (const { facts } of processes)
    for (const [hops, requests] of facts.forwardedAddresses.entries()) sums[hops] = (sums[hops] ?? 0) + requests;
  return sums;
}

/** Returns the usual number of addresses for a role that answers clients. Null with too few requests. */
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
    `Set TRUSTED_PROXIES=${usual} if that many proxies are in front; otherwise sign-in limits count everyone behind them as one client.`,
};

/**
 * Compares TRUSTED_PROXIES with the X-Forwarded-For of requests. If it is too low, all people share one address. If it
 * is too high, a forged address is trusted. Checked by role, because a runtime that forwards pages to a remote studio
 * is a proxy of that studio.
 */
export function checkProxies({ processes }: InstanceFacts): Check[] {
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

/** Checks the public address, which is used in links of alerts and invitations. */
export function checkUrl({ settings, processes }: InstanceFacts): Check {
  const of = { id: "url", title: "Public address" };
  const isBehindProxy = processes.some(({ facts }) =>
    facts.forwardedAddresses.slice(1).some((requests) => requests > 0),
  );
  if (!settings.url) {
    if (!isBehindProxy && !settings.isServerless) return passed(of, "Taken from each request; no proxy was seen.");
    return warned(
      of,
      "UNDERSTUDY_URL is not set, and a proxy is in front: links in alerts do not point to this server.",
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
