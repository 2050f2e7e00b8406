import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { isPublicAddress } from "./ip-address";
import type { Resolve } from "./resolve-host";

type Rules = {
  isOpen: (hostname: string, port: string) => boolean;
  resolve: Resolve;
  /** Creates the error for a host that may not be called. */
  refuse: (hostname: string) => Error;
};

const connectTimeoutMs = 10_000;
/**
 * The number of interim answers (1xx) before an answer. Each costs processor time, and a server could send them for
 * ever.
 */
const mostInterim = 16;

const asLookup =
  (
    resolve: (hostname: string) => Promise<string[]>,
    check: (host: string, addresses: readonly string[]) => void,
  ): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname)
      .then((addresses) => {
        check(hostname, addresses);
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        const [first] = found;
        if (!first) throw Object.assign(new Error(`${hostname} has no address.`), { code: "ENOTFOUND" });
        if (options.all) callback(null, found);
        else callback(null, first.address, first.family);
      })
      .catch((error: NodeJS.ErrnoException) => callback(error, options.all ? [] : "", 0));
  };

const tooManyInterim = () =>
  Object.assign(new Error(`More than ${mostInterim} interim answers came before the answer.`), {
    code: "TOO_MANY_INTERIM",
  });

/** Ends a request whose server sends too many interim answers. */
const limitInterim: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  let interim = 0;
  return dispatch(options, {
    onRequestStart: (...start) => handler.onRequestStart?.(...start),
    onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
    onResponseStart(controller, status, ...head) {
      if (status < 200 && ++interim > mostInterim) controller.abort(tooManyInterim());
      else handler.onResponseStart?.(controller, status, ...head);
    },
    onResponseData: (...piece) => handler.onResponseData?.(...piece),
    onResponseEnd: (...end) => handler.onResponseEnd?.(...end),
    onResponseError: (...failure) => handler.onResponseError?.(...failure),
  });
};

/**
 * Creates an agent that connects only to the public internet and to open hosts. It checks the address in the
 * connection's own lookup, because a name may resolve differently later, and again on the socket.
 */
export function createGuardedAgent({ isOpen, resolve, refuse }: Rules): Dispatcher {
  const check = (hostname: string, addresses: readonly string[]) => {
    if (!addresses.every(isPublicAddress)) throw refuse(hostname);
  };
  const guarded = buildConnector({
    timeout: connectTimeoutMs,
    lookup: asLookup((host) => resolve(host, false), check),
  });
  const open = buildConnector({
    timeout: connectTimeoutMs,
    lookup: asLookup(
      (host) => resolve(host, true),
      () => {},
    ),
  });
  const connect: buildConnector.connector = (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, "");
    const port = String(options.port || (options.protocol === "https:" ? 443 : 80));
    if (isOpen(host, port)) return open(options, callback);
    if (isIP(host) && !isPublicAddress(host)) return callback(refuse(host), null);
    // Taken as one tuple: without an error there is a socket, and only so the compiler knows it.
    guarded(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      if (isPublicAddress(socket.remoteAddress ?? "")) return callback(null, socket);
      socket.destroy();
      callback(refuse(host), null);
    });
  };
  return new Agent({ connect }).compose(limitInterim);
}
