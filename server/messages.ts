/** What the supervisor and the processes it starts say to each other over their IPC channels. */

/** Where the runtime processes reach the studio: a local socket, or another host. */
export type StudioAddress = { socketPath: string } | { url: string };

/** `isServing`: the runtime process that opened the port answers resolve, so that others may take connections too. */
export type State = { isReady: boolean; isStudioUp: boolean; isServing: boolean };

export type Open = {
  /** Settings that are known only after the start of the supervisor: database, secrets, addresses. */
  settings: Record<string, string>;
  /** Where people reach this instance. */
  serverUrl: string;
  /** Null: this deployment has no studio behind its runtime. */
  studio: StudioAddress | null;
};

export type ToChild =
  /** Start to serve. */
  | ({ type: "open" } & Open)
  /** Whether the whole instance has started, and whether the studio answers. */
  | ({ type: "state" } & State)
  /** Go on answering, but tell clients and load balancers that this process is about to stop. */
  | { type: "drain" }
  /** Finish what is open, then exit. */
  | { type: "stop"; withinMs: number }
  /** Send this process's metrics. */
  | { type: "metrics-request"; id: number }
  /** The metrics of all processes, for the one that asked. */
  | { type: "metrics-gathered"; id: number; processes: unknown[] };

export type FromChild =
  /** The process hears messages from here on; in a cluster what was sent before is lost. */
  | { type: "hello" }
  | { type: "listening"; port: number }
  | { type: "up" }
  | { type: "failed"; message: string }
  | { type: "metrics-gather"; id: number }
  | { type: "metrics-reply"; id: number; metrics: unknown };
