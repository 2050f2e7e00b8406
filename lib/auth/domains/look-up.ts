import { Resolver } from "node:dns/promises";
import { AppError } from "@/lib/core/errors";

export type TxtLookUp = (name: string) => Promise<string[][]>;

const nothingThere = ["ENOTFOUND", "ENODATA"];

/**
 * Returns a function that looks up TXT records, at the given DNS servers or those of this machine. It throws 503
 * `service_unavailable` if none answers.
 */
export function txtLookUp(servers?: readonly string[]): TxtLookUp {
  return async (name) => {
    const resolver = new Resolver({ timeout: 2_000, tries: 2 });
    if (servers) resolver.setServers(servers);
    try {
      return await resolver.resolveTxt(name);
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (nothingThere.includes(code)) return [];
      throw new AppError("service_unavailable", `The DNS did not answer for ${name}. Try again.`, { cause: error });
    }
  };
}
