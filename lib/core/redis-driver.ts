import type { Script } from "./redis-scripts";

/** The little that is asked of a Redis, whichever way it is reached. */
export type RedisDriver = {
  kind: "tcp" | "upstash";
  evaluate(script: Script, keys: string[], values: string[]): Promise<unknown>;
  readMany(keys: string[]): Promise<(string | null)[]>;
  publish(channel: string, message: string): Promise<void>;
  /** Delivers until the returned function is called; reconnects automatically after every break. */
  subscribe(channel: string, onMessage: (message: string) => void): () => void;
  close(): void;
};

/** Receives the state changes of a driver's connections. */
export type ConnectionReport = { failed(): void; connected(): void };

/** For drivers whose state is not reported. */
export const noReport: ConnectionReport = { failed() {}, connected() {} };
