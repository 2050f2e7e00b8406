/** Why a call to another server failed. Pure. */

export type ConnectionFault =
  | "not_found"
  | "refused"
  | "blocked_port"
  | "no_answer"
  | "closed"
  | "closed_in_handshake"
  | "certificate_expired"
  | "certificate_early"
  | "certificate_self_signed"
  | "certificate_host"
  | "certificate_untrusted"
  | "tls_version"
  | "no_tls"
  | "no_http"
  | "headers_too_large"
  | "too_large";

type Fields = { code?: unknown; message?: unknown; name?: unknown; cause?: unknown; lastError?: unknown };

/** The first match counts. Codes come first, then messages, because a mail library replaces the codes of TLS. */
const patterns: readonly [RegExp, ConnectionFault][] = [
  [/CERT_HAS_EXPIRED|certificate has expired/, "certificate_expired"],
  [/CERT_NOT_YET_VALID|certificate is not yet valid/, "certificate_early"],
  [/DEPTH_ZERO_SELF_SIGNED_CERT|self[- ]signed certificate(?! in)/, "certificate_self_signed"],
  [/ERR_TLS_CERT_ALTNAME_INVALID|does not match certificate's altnames/, "certificate_host"],
  [/SELF_SIGNED_CERT|UNABLE_TO_|ERR_TLS_CERT|\bCERT_|self[- ]signed certificate|certificate/, "certificate_untrusted"],
  [/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|protocol version|unsupported protocol/, "tls_version"],
  [/ERR_SSL_|\bEPROTO\b|SSL routines/, "no_tls"],
  [/before secure TLS connection/, "closed_in_handshake"],
  [/ENOTFOUND|EAI_AGAIN|EDNS/, "not_found"],
  [/ECONNREFUSED/, "refused"],
  [/\bbad port\b/, "blocked_port"],
  [/CONNECT_TIMEOUT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|TimeoutError/, "no_answer"],
  [/HEADERS_OVERFLOW/, "headers_too_large"],
  [/ANSWER_TOO_LARGE/, "too_large"],
  [/HTTPParserError|TOO_MANY_INTERIM/, "no_http"],
  [/ECONNRESET|EPIPE|UND_ERR_SOCKET|ECONNECTION|terminated|other side closed/, "closed"],
];

/** The fault that an error of `fetch` or of a mail transport stands for. Null: it is none of the connection. */
export function connectionFault(error: unknown): ConnectionFault | null {
  const texts: string[] = [];
  for (let cause = error; typeof cause === "object" && cause !== null && texts.length < 8; ) {
    const { code, message, name, cause: inner, lastError } = cause as Fields;
    texts.push([code, name, message].filter((text) => typeof text === "string").join(" "));
    cause = inner ?? lastError; // the AI SDK keeps the last of several tries
  }
  const whole = texts.join("\n");
  return patterns.find(([pattern]) => pattern.test(whole))?.[1] ?? null;
}
