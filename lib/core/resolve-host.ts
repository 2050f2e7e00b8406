import { lookup, Resolver } from "node:dns/promises";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** Resolves a name to its addresses. Throws if there are none. `isOpen`: the operator named this host. */
export type Resolve = (hostname: string, isOpen: boolean) => Promise<string[]>;

const lookupTimeoutMs = 5_000;
/** How long an address of one family waits for those of the other. */
const otherFamilyMs = 300;
const hostsFile = "/etc/hosts";

/** Resolves a name as the operating system does. Node has two threads for this, and a lookup may hold one for 20 s. */
async function resolveBySystem(hostname: string): Promise<string[]> {
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}

/** The addresses of a name in the hosts file. */
async function findInHosts(hostname: string): Promise<string[]> {
  const text = await readFile(hostsFile, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    const [address = "", ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
    return names.some((name) => name.toLowerCase() === hostname) ? [address] : [];
  });
}

async function ask(resolver: Resolver, hostname: string): Promise<string[]> {
  const found: string[] = [];
  const note = (addresses: string[]) => void found.push(...addresses);
  const families = [resolver.resolve4(hostname).then(note), resolver.resolve6(hostname).then(note)];
  const first = Promise.any(families).then(() => sleep(otherFamilyMs, undefined, { ref: false }));
  await Promise.race([Promise.allSettled(families), first.catch(() => Promise.allSettled(families))]);
  if (found.length > 0) return found;
  const results = await Promise.allSettled(families);
  throw lookupError(
    hostname,
    results.flatMap((result) => (result.status === "rejected" ? [(result.reason as NodeJS.ErrnoException).code] : [])),
  );
}

/** The code of a lookup by the operating system: the name does not exist, or no server answered. */
function lookupError(hostname: string, codes: readonly (string | undefined)[]): Error {
  const isUnknown = codes.some((code) => code === "ENOTFOUND" || code === "ENODATA");
  return Object.assign(new Error(`${hostname} cannot be found.`), { code: isUnknown ? "ENOTFOUND" : "EAI_AGAIN" });
}

/**
 * Creates the resolver of hosts that people entered. It asks the name servers itself, so that names whose server never
 * answers keep nobody waiting: not other tenants, and not the connections to the database. Names without a dot, and
 * hosts that the operator named, cannot be such names and are resolved by the operating system.
 */
export function createResolve(servers?: readonly string[]): Resolve {
  return async (hostname, isOpen) => {
    const name = hostname.toLowerCase().replace(/\.$/, "");
    if (isOpen || !name.includes(".") || name.endsWith(".localhost")) return resolveBySystem(hostname);
    const known = await findInHosts(name);
    if (known.length > 0) return known;
    const resolver = new Resolver({ timeout: 1_500, tries: 2 });
    if (servers) resolver.setServers(servers);
    const late = setTimeout(() => resolver.cancel(), lookupTimeoutMs);
    return ask(resolver, name).finally(() => clearTimeout(late));
  };
}

export const resolveHost = createResolve();
