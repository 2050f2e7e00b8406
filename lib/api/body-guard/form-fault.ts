import type { IncomingHttpHeaders } from "node:http";
import { AppError } from "@/lib/core/errors";
import { splitTarget } from "../exchange";
import { isFromOwnPage } from "../same-origin";
import { isArguments } from "./action-arguments";
import type { FindFault } from "./gather-body";

/** The paths of the pages that contain each action, by the action's id. */
export type ActionPages = ReadonlyMap<string, ReadonlySet<string>>;

const unreadable = () =>
  new AppError("malformed_body", "This is not a form that can be read. Load the page again, then send it again.");
const unknownAction = () =>
  new AppError("out_of_date", "This page is of another version of Understudy. Load it again, then send it again.");

/**
 * Makes the check for the bodies of page requests that Next would answer with 500, or with an error in the log:
 * arguments of an action that React could not read, multipart forms, and actions that do not exist. Our pages send the
 * arguments of actions as JSON, and forms without scripts as `application/x-www-form-urlencoded`. `actions` is null
 * if they are not known. Leaves requests from pages of other sites, which are refused regardless of their bodies.
 */
export function formFaultFinder(actions: ActionPages | null): FindFault {
  return ({ method, url = "/", headers }, pieces) => {
    if (method !== "POST" || !isFromOwnPage((name) => headerOf(headers, name))) return null; // the pages refuse it
    const type = headers["content-type"] ?? "";
    if (/^multipart\/form-data\b/i.test(type)) return unreadable();
    const action = headerOf(headers, "next-action");
    if (action === null || /^application\/x-www-form-urlencoded\b/i.test(type)) return null;
    if (!isArguments(Buffer.concat(pieces).toString("utf8"))) return unreadable();
    if (actions === null) return null;
    const pages = actions.get(action);
    // Next passes an action to the address of a page that contains it. It then looks at this page alone.
    const isThere = pages?.has(splitTarget(url).path) || headers["x-action-forwarded"] === undefined;
    return pages && isThere ? null : unknownAction();
  };
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" ? value : null;
}
