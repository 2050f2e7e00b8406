import { type ErrorCode, errorStatus } from "@/lib/core/errors";
import type { Outgoing } from "../exchange";
import { toAppError } from "../problem";

/** The SCIM error types (RFC 7644, 3.12). */
export type ScimType =
  | "invalidFilter"
  | "invalidSyntax"
  | "invalidPath"
  | "invalidValue"
  | "noTarget"
  | "mutability"
  | "uniqueness";

/** An error with a SCIM error type. */
export class ScimFault extends Error {
  constructor(
    readonly scimType: ScimType | null,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

const syntax: ReadonlySet<ErrorCode> = new Set(["malformed_json", "json_too_deep"]);

function wordsOf(error: unknown): { status: number; detail: string; scimType?: ScimType; headers?: HeadersOf } {
  if (error instanceof ScimFault) {
    const { status, message: detail, scimType } = error;
    return { status, detail, ...(scimType && { scimType }) };
  }
  const { code, message: detail, headers } = toAppError(error);
  const status = errorStatus[code];
  if (syntax.has(code)) return { status, detail, scimType: "invalidSyntax" };
  if (code === "already_exists") return { status, detail, scimType: "uniqueness" };
  if (code === "duplicate_parameter") return { status, detail, scimType: "invalidValue" };
  if (status === 422) return { status: 400, detail, scimType: "invalidValue" };
  return { status, detail, ...(headers && { headers }) };
}

type HeadersOf = Record<string, string>;
export const scimType = "application/scim+json";

/** Returns a thrown value as a SCIM error. */
export function faultAnswer(error: unknown): Outgoing {
  const { status, detail, scimType: word, headers } = wordsOf(error);
  const body = {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: String(status),
    ...(word && { scimType: word }),
    detail,
  };
  return {
    status,
    headers: {
      "content-type": scimType,
      ...(status === 401 && { "www-authenticate": 'Bearer realm="understudy"' }),
      ...(status === 503 && { "retry-after": "1" }),
      ...headers,
    },
    body: JSON.stringify(body),
  };
}
