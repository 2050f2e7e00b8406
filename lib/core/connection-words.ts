import { type ConnectionFault, connectionFault } from "./connection-fault";

/** What the other server does, as the end of a sentence that begins with its name. */
export const connectionWords: Record<ConnectionFault, string> = {
  not_found: "cannot be found",
  refused: "does not take connections",
  blocked_port: "has a port that is kept for other services",
  no_answer: "does not answer",
  closed: "closed the connection",
  closed_in_handshake: "closed the connection before it was encrypted",
  certificate_expired: "has a certificate that has expired",
  certificate_early: "has a certificate that is not valid yet",
  certificate_self_signed: "has a self-signed certificate, which this server does not trust",
  certificate_host: "has a certificate for another host",
  certificate_untrusted: "has a certificate this server does not trust",
  tls_version: "offers only an old version of TLS",
  no_tls: "does not speak TLS at this port",
  no_http: "does not speak HTTP",
  headers_too_large: "sends headers that are too large",
  too_large: "sends an answer that is too large",
};

/** The same for any error: null if it is none of the connection. */
export function explainConnection(error: unknown): string | null {
  const fault = connectionFault(error);
  return fault && connectionWords[fault];
}
