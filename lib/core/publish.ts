import { logger } from "./logger";
import { singleton } from "./singleton";

type Listener = (payload: string) => void;

/** A message from a process to its parent, which relays it unchanged to its other children. */
export type PublishMessage = { type: "understudy:publish"; topic: string; payload: string };

type Parent = Pick<NodeJS.Process, "send" | "connected" | "on" | "off" | "channel">;
type Exchange = {
  listeners: Map<string, Set<Listener>>;
  parent: Parent | null;
  /** Sends to other machines. */
  sendFar: ((topic: string, payload: string) => void) | null;
};
const exchange = () => singleton<Exchange>("publish", () => ({ listeners: new Map(), parent: null, sendFar: null }));

/**
 * Calls `listener` with each payload published under the topic: in this process, from any copy of this module, after
 * `joinParent` in the other processes of this machine, and after `joinMachines` on other machines. Returns a function
 * that unsubscribes. Messages may be lost or repeated, so a listener must treat them as hints.
 */
export function subscribe(topic: string, listener: Listener): () => void {
  const { listeners } = exchange();
  const ofTopic = listeners.get(topic) ?? new Set();
  listeners.set(topic, ofTopic.add(listener));
  return () => ofTopic.delete(listener);
}

/**
 * Publishes a committed change to this process immediately, and to the other processes that this one has joined. Never
 * throws.
 */
export function publish(topic: string, payload: string): void {
  deliver(topic, payload);
  const { parent, sendFar } = exchange();
  sendFar?.(topic, payload);
  if (!parent?.connected) return;
  const message: PublishMessage = { type: "understudy:publish", topic, payload };
  // The callback receives the error if the channel closes in the meantime.
  parent.send?.(message, undefined, undefined, () => {});
}

/**
 * Connects this process to its parent's relay, if it was started with an IPC channel. Without a channel it does
 * nothing. The process's entry calls it once. Returns a function that disconnects.
 */
export function joinParent(parent: Parent = process): () => void {
  const state = exchange();
  if (state.parent || !parent.send) return () => {};
  const receive = (message: unknown) => {
    if (isPublishMessage(message)) deliver(message.topic, message.payload);
  };
  state.parent = parent;
  parent.on("message", receive);
  // Listening alone does not keep the process alive.
  parent.channel?.unref();
  return () => {
    parent.off("message", receive);
    state.parent = null;
  };
}

/**
 * Sets what sends a payload to other machines. Returns the function that delivers theirs in this process. Use
 * `joinMachines`.
 */
export function setFarSender(sendFar: Exchange["sendFar"]): (topic: string, payload: string) => void {
  exchange().sendFar = sendFar;
  return deliver;
}

/** Whether a message from a child process must be relayed. Pure. */
export function isPublishMessage(message: unknown): message is PublishMessage {
  if (typeof message !== "object" || message === null) return false;
  const { type, topic, payload } = message as Partial<Record<keyof PublishMessage, unknown>>;
  return type === "understudy:publish" && typeof topic === "string" && typeof payload === "string";
}

function deliver(topic: string, payload: string): void {
  for (const listener of [...(exchange().listeners.get(topic) ?? [])]) {
    try {
      listener(payload);
    } catch (error) {
      logger().error({ err: error, topic }, "a subscriber failed");
    }
  }
}
