/** The messages between the supervisor and its processes over their IPC channels. */

/** How runtime processes reach the studio: through a local socket, or on another host. */
export type StudioAddress = { socketPath: string } | { url: string };

/**
 * `isServing`: the runtime process that opened the port answers resolve, so other processes may accept connections too.
 */
export type State = { isReady: boolean; isStudioUp: boolean; isServing: boolean };

export type Open = {
  /** Settings that are known only after the supervisor has started: database, secrets, addresses. */
  settings: Record<string, string>;
  /** The public address of this instance. */
  serverUrl: string;
  /** Null if this deployment has no studio. */
  studio: StudioAddress | null;
};

export type ToChild =
  /** Start serving. */
  | ({ type: "open" } & Open)
  /** Whether the whole instance has started, and whether the studio responds. */
  | ({ type: "state" } & State)
  /** Continue to respond, but tell clients and load balancers that this process will stop. */
  | { type: "drain" }
  /** Finish open requests, then exit. */
  | { type: "stop"; withinMs: number }
  /** Send this process's metrics. */
  | { type: "metrics-request"; id: number }
  /** The metrics of all processes, for the process that requested them. */
  | { type: "metrics-gathered"; id: number; processes: unknown[] };

export type FromChild =
  /** The process listens for messages from now on. In a cluster, earlier messages are lost. */
  | { type: "hello" }
  | { type: "listening"; port: number }
  | { type: "up" }
  | { type: "failed"; message: string }
  | { type: "metrics-gather"; id: number }
  | { type: "metrics-reply"; id: number; metrics: unknown };
