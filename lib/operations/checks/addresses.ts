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

/** TRUSTED_PROXIES against the X-Forwarded-For of requests: too low counts all people as one, too high believes a lie. */
export function checkProxies({ processes }: Facts): Check[] {
  const of = { id: "proxies", title: "Proxies" };
  const trusted = processes.find(({ role }) => role !== "worker")?.facts.trustedProxies;
  const sums = sumForwarded(processes);
  const all = sums.reduce((sum, one) => sum + one, 0);
  if (trusted === undefined) return [];
  if (all < fewestRequests) return [passed(of, `TRUSTED_PROXIES is ${trusted}. Too few requests yet to compare.`)];
  const usual = sums.indexOf(Math.max(...sums));
  const share = Math.round((100 * (sums[usual] ?? 0)) / all);
  const seen = `${share} % of requests bring ${usual === 1 ? "1 address" : `${usual} addresses`} in X-Forwarded-For`;
  if (usual < trusted)
    return [
      warned(
        of,
        `TRUSTED_PROXIES is ${trusted}, but ${seen}.`,
        `Set TRUSTED_PROXIES to the number of proxies in front: a client may write the addresses it lacks itself.`,
      ),
    ];
  if (usual > trusted)
    return [
      warned(
        of,
        `TRUSTED_PROXIES is ${trusted}, but ${seen}.`,
        `Set TRUSTED_PROXIES=${usual} if that many proxies stand in front: else sign-in limits count everybody behind them as one.`,
      ),
    ];
  return [passed(of, `TRUSTED_PROXIES is ${trusted}, and ${seen}.`)];
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
      "UNDERSTUDY_URL is not set, and a proxy stands in front: links in alerts do not lead here.",
      "Set UNDERSTUDY_URL to the address that people open, with https.",
    );
  }
  const { protocol, hostname } = new URL(settings.url);
  if (protocol === "http:" && !isLocal(hostname))
    return warned(
      of,
      `${settings.url} has no https: passwords and keys cross the network in clear.`,
      "Put a proxy with TLS in front, and set UNDERSTUDY_URL to its https address.",
    );
  return passed(of, settings.url);
}
