import type { Script } from "./redis-scripts";

/** The operations that every Redis client must support. */
export type RedisDriver = {
  kind: "tcp" | "upstash";
  evaluate(script: Script, keys: string[], values: string[]): Promise<unknown>;
  readMany(keys: string[]): Promise<(string | null)[]>;
  publish(channel: string, message: string): Promise<void>;
  /** Delivers messages until the returned function is called. Reconnects automatically. */
  subscribe(channel: string, onMessage: (message: string) => void): () => void;
  close(): void;
};

/** Receives the state changes of a driver's connections. */
export type ConnectionReport = { failed(): void; connected(): void };

/** A report that does nothing. */
export const noReport: ConnectionReport = { failed() {}, connected() {} };
