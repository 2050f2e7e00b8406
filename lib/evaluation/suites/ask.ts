import { canonicalJson } from "@/lib/core/canonical-json";
import { sha256Hex } from "@/lib/core/hash";
import type { CaseInput } from "./schema";

/** A hash of the input of a case: equal for cases with the same values and the same history. */
export const askOf = ({ variables, placeholders }: Pick<CaseInput, "variables" | "placeholders">): string =>
  sha256Hex(canonicalJson([variables, placeholders ?? {}]));

/** The processor time after which other requests get their turn, in milliseconds. */
const sliceMs = 10;

/** Applies `askOf` to each case in time slices, so that ten thousand long cases do not block other requests. */
export async function asksOf(cases: readonly Pick<CaseInput, "variables" | "placeholders">[]): Promise<string[]> {
  const asks: string[] = [];
  let began = performance.now();
  for (const one of cases) {
    asks.push(askOf(one));
    if (performance.now() - began < sliceMs) continue;
    await new Promise<void>((done) => setImmediate(done));
    began = performance.now();
  }
  return asks;
}
