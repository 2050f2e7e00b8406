import type { IncomingHttpHeaders } from "node:http";
// Next's own check, so that both agree about every header.
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state.js";

/**
 * Whether Next can read the header in which a page of ours says what it shows. Next answers others with 500, and an
 * error with stack in the log.
 */
export function isReadableState({ "next-router-state-tree": state }: IncomingHttpHeaders): boolean {
  try {
    parseAndValidateFlightRouterState(state);
    return true;
  } catch {
    return false;
  }
}
