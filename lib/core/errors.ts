/** All stable error codes with their HTTP status. There is no other list. */
export const errorStatus = {
  malformed_json: 400,
  malformed_body: 400,
  json_too_deep: 400,
  duplicate_parameter: 400,
  invalid_cursor: 400,
  authorization_pending: 400,
  slow_down: 400,
  access_denied: 400,
  expired_token: 400,
  invalid_grant: 400,
  missing_api_key: 401,
  invalid_api_key: 401,
  api_key_expired: 401,
  api_key_revoked: 401,
  unauthenticated: 401,
  invalid_token: 401,
  forbidden: 403,
  insufficient_scope: 403,
  environment_not_allowed: 403,
  token_not_trusted: 403,
  cross_site_request: 403,
  self_approval: 403,
  proof_required: 403,
  second_factor_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  already_exists: 409,
  unchanged: 409,
  token_already_used: 409,
  invalid_state: 409,
  revision_conflict: 409,
  merge_conflict: 409,
  approval_required: 409,
  gate_failed: 409,
  version_locked: 409,
  experiment_conflict: 409,
  experiment_not_complete: 409,
  out_of_date: 409,
  last_owner: 409,
  idempotency_in_progress: 409,
  idempotency_result_lost: 409,
  invitation_expired: 410,
  link_expired: 410,
  precondition_failed: 412,
  payload_too_large: 413,
  batch_too_large: 413,
  unsupported_media_type: 415,
  idempotency_key_reused: 422,
  invalid_request: 422,
  unrecognized_keys: 422,
  invalid_id: 422,
  invalid_limit: 422,
  invalid_name: 422,
  invalid_character: 422,
  invalid_unicode: 422,
  number_not_finite: 422,
  number_out_of_range: 422,
  timestamp_out_of_range: 422,
  template_syntax: 422,
  template_too_large: 422,
  template_limit: 422,
  template_too_slow: 422,
  too_many_variables: 422,
  too_many_messages: 422,
  reserved_variable_name: 422,
  undeclared_variable: 422,
  missing_variables: 422,
  missing_placeholders: 422,
  missing_model: 422,
  not_convertible: 422,
  invalid_variable_type: 422,
  include_cycle: 422,
  include_depth: 422,
  include_not_found: 422,
  include_not_text: 422,
  url_not_allowed: 422,
  import_invalid: 422,
  import_too_slow: 422,
  schema_too_slow: 422,
  scorer_too_slow: 422,
  diff_too_large: 422,
  bundle_too_large: 422,
  merge_too_large: 422,
  empty_batch: 422,
  invalid_weights: 422,
  rate_limited: 429,
  internal_error: 500,
  stream_not_available: 501,
  provider_error: 502,
  database_unavailable: 503,
  service_unavailable: 503,
  overloaded: 503,
  cron_not_configured: 503,
  issuer_unavailable: 503,
  provider_unavailable: 503,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof errorStatus;

/** OAuth 2.0 error codes. Besides the usual fields, these answers have the fields of RFC 6749, 5.2. */
export const oauthErrors: ReadonlySet<ErrorCode> = new Set([
  "authorization_pending",
  "slow_down",
  "access_denied",
  "expired_token",
  "invalid_grant",
]);

/** One fault in the input: a JSON pointer, a code, a sentence and, inside a template, the line and column from 1. */
export type FieldError = { pointer: string; code: string; message: string; line?: number; column?: number };

type Options = { errors?: FieldError[]; headers?: Record<string, string>; cause?: unknown };

/**
 * An expected failure. Check its `code`, never `instanceof`, because two copies of this module may run in one process.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly errors?: FieldError[];
  readonly headers?: Record<string, string>;

  constructor(
    readonly code: ErrorCode,
    message: string,
    { errors, headers, cause }: Options = {},
  ) {
    super(message, { cause });
    if (errors) this.errors = errors;
    if (headers) this.headers = headers;
  }

  get status(): number {
    return errorStatus[this.code];
  }
}

/** Whether `error` is an AppError, from any copy of the module. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === "AppError" && "code" in error && String(error.code) in errorStatus;
}

/** Returns a 400 for one field of the input, named by its JSON pointer. */
export function invalidField(pointer: string, message: string): AppError {
  return new AppError("invalid_request", message, { errors: [{ pointer, code: "invalid_request", message }] });
}

/** Returns a 404. A missing thing and one of another workspace get the same message. */
export function notFound(what: string): AppError {
  return new AppError("not_found", `${what} does not exist in this workspace.`);
}
