import { setImmediate as turn } from "node:timers/promises";
import type { KeyActor } from "@/lib/auth/actor";
import { keysTopic, listUsableKeys } from "@/lib/auth/api-keys";
import { can, type EnvironmentScope } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { epochs } from "@/lib/core/epoch";
import { AppError } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import { subscribe } from "@/lib/core/publish";
import { singleton } from "@/lib/core/singleton";
import { bundleChange, currentBundle } from "./bundle";
import type { BundleScope } from "./refresh";
import { mayOpenStream } from "./stream-share";

/** The destination of a stream: an HTTP response. */
export type StreamSink = {
  write(text: string): void;
  end(): void;
  /** Closes the connection immediately. */
  destroy(): void;
  /** The number of buffered bytes that the connection has not sent yet. */
  waitingBytes(): number;
};
type Stream = {
  sink: StreamSink;
  keyHash: string;
  environment: EnvironmentScope;
  beganAt: number;
  /** When the next heartbeat is due. */
  beatAt: number;
};
/** The streams of one scope. All get the same text. */
type Group = { scope: BundleScope; hash: string; streams: Set<Stream>; sending: Promise<void> | undefined };

/** The heartbeat interval, which clients receive. A connection without a byte for more than twice this time is dead. */
const heartbeatMs = 15_000;
const sweepMs = 2_000;
/** Heartbeats are due at times of their own, so that a thousand streams are not written to at once. */
const beatMs = 250;
const mostWaitingBytes = 4 * 1024 * 1024;
/** So many streams are written to before other requests have their turn. */
const sliceOfStreams = 50;

type Streams = {
  groups: Map<string, Group>;
  count: number;
  /** The number of streams by workspace. */
  counts: Map<string, number>;
  changesSent: number;
  timers: NodeJS.Timeout[];
  stopListening: (() => void)[];
};
const state = () =>
  singleton<Streams>("bundle-streams", () => ({
    groups: new Map(),
    count: 0,
    counts: new Map(),
    changesSent: 0,
    timers: [],
    stopListening: [],
  }));

/** The number of open streams, and of changes sent since the start, for metrics. */
export const streamCounts = () => ({ open: state().count, changesSent: state().changesSent });

/** Formats one event of a stream (HTML, Server-Sent Events). `data` is one line of JSON. */
const eventText = (event: string, data: string, id?: string) =>
  `${id ? `id: ${id}\n` : ""}event: ${event}\ndata: ${data}\n\n`;

type Opening = { actor: KeyActor; keyHash: string; scope: BundleScope; environment: EnvironmentScope };

/**
 * Opens a stream. It begins with `hello`: the current bundle, what the client needs to reach it (`next`: the change
 * that follows, the whole bundle, or nothing), the server's clock and the heartbeat interval. Each later change
 * follows. Returns a function that closes it. Throws 503 `overloaded`, and the errors of `currentBundle`.
 */
export async function openStream(
  { keyHash, scope, environment }: Opening,
  since: string | null,
  open: () => StreamSink,
): Promise<() => void> {
  const streams = state();
  if (!mayOpenStream(streams.counts.get(scope.workspaceId) ?? 0, streams.count)) throw overloaded();
  const { hash } = await currentBundle(scope);
  const change = since && since !== hash ? await bundleChange(scope, since) : null;
  const sink = open();
  const beganAt = performance.now();
  const stream: Stream = { sink, keyHash, environment, beganAt, beatAt: beganAt + Math.random() * heartbeatMs };
  const next = since === hash ? null : change ? "change" : "bundle";
  sink.write(eventText("hello", JSON.stringify({ hash, next, now: databaseNow().getTime(), heartbeatMs })));
  if (change) sink.write(changeText(change));
  const group = join(stream, scope, hash);
  // A client whose hash differs from the group's catches up with the next change, or fetches the whole bundle.
  if (group.hash !== hash) void sendChanges(group);
  return () => leave(group, stream);
}

const changeText = (change: string) => eventText("change", change, (JSON.parse(change) as { to: string }).to);

const overloaded = () =>
  new AppError(
    "overloaded",
    "This process, or this workspace, has the maximum number of streams. Try again in a moment.",
    {
      headers: { "retry-after": "5" },
    },
  );

function join(stream: Stream, scope: BundleScope, hash: string): Group {
  const streams = state();
  const key = `${scope.environmentId}:${scope.folder ?? ""}`;
  const group = streams.groups.get(key) ?? { scope, hash, streams: new Set(), sending: undefined };
  streams.groups.set(key, group);
  group.streams.add(stream);
  count(scope, 1);
  watch();
  return group;
}

function count({ workspaceId }: BundleScope, change: 1 | -1): void {
  const streams = state();
  streams.count += change;
  const own = (streams.counts.get(workspaceId) ?? 0) + change;
  if (own > 0) streams.counts.set(workspaceId, own);
  else streams.counts.delete(workspaceId);
}

function leave(group: Group, stream: Stream): void {
  const streams = state();
  if (!group.streams.delete(stream)) return;
  count(group.scope, -1);
  if (group.streams.size === 0) streams.groups.delete(`${group.scope.environmentId}:${group.scope.folder ?? ""}`);
  if (streams.count === 0) unwatch();
}

/**
 * Sends the changes since the group's bundle, computed once for all of its streams. Repeats until the bundle is
 * current.
 */
function sendChanges(group: Group): Promise<void> {
  group.sending ??= (async () => {
    for (;;) {
      const { hash } = await currentBundle(group.scope);
      if (hash === group.hash) return;
      const change = await bundleChange(group.scope, group.hash);
      const text = change ? changeText(change) : eventText("reset", JSON.stringify({ hash }), hash);
      group.hash = change ? (JSON.parse(change) as { to: string }).to : hash;
      state().changesSent++;
      await sendAll(group, text);
    }
  })()
    .catch((error: unknown) => logger().warn({ err: error }, "a change could not be sent to streams"))
    .finally(() => {
      group.sending = undefined;
    });
  return group.sending;
}

/** Answers to other requests go out between the slices: a write takes about 10 µs. */
async function sendAll(group: Group, text: string): Promise<void> {
  const streams = [...group.streams];
  for (let sent = 0; sent < streams.length; sent += sliceOfStreams) {
    if (sent > 0) await turn();
    for (const stream of streams.slice(sent, sent + sliceOfStreams))
      if (group.streams.has(stream)) send(group, stream, text);
  }
}

/** Disconnects a client that reads too slowly. It reconnects and requests what it missed. */
function send(group: Group, stream: Stream, text: string): void {
  const { sink } = stream;
  if (sink.waitingBytes() <= mostWaitingBytes) sink.write(text);
  else {
    leave(group, stream);
    sink.destroy();
  }
}

function watch(): void {
  const streams = state();
  if (streams.timers.length > 0) return;
  streams.timers = [setInterval(() => void sweep(), sweepMs), setInterval(beat, beatMs)];
  for (const timer of streams.timers) timer.unref();
  const onRaise = (environmentId: string) => {
    for (const group of streams.groups.values())
      if (group.scope.environmentId === environmentId) void sendChanges(group);
  };
  streams.stopListening = [epochs().onRaise(onRaise), subscribe(keysTopic, () => void endRevoked())];
}

function unwatch(): void {
  const streams = state();
  for (const timer of streams.timers.splice(0)) clearInterval(timer);
  for (const stop of streams.stopListening.splice(0)) stop();
}

/** Sends a heartbeat to each stream for which it is due. */
function beat(): void {
  const now = performance.now();
  for (const group of state().groups.values())
    for (const stream of [...group.streams])
      if (stream.beatAt <= now) {
        stream.beatAt = now + heartbeatMs;
        send(group, stream, ":\n\n");
      }
}

async function sweep(): Promise<void> {
  const streams = state();
  const now = performance.now();
  for (const group of streams.groups.values()) {
    epochs().of(group.scope.environmentId).usedAt = now; // so that the poll continues to read its epoch
    void sendChanges(group);
  }
  await endRevoked();
}

/** Ends the streams of revoked keys. While the database is not available, no stream is ended. */
async function endRevoked(): Promise<void> {
  const streams = state();
  if (streams.count === 0 || !isDatabaseUp()) return;
  const askedAt = performance.now();
  const hashes = [...streams.groups.values()].flatMap((group) => [...group.streams].map(({ keyHash }) => keyHash));
  try {
    const usable = new Map((await listUsableKeys(hashes)).map(({ hash, actor }) => [hash, actor]));
    for (const group of streams.groups.values()) {
      for (const stream of [...group.streams]) {
        if (stream.beganAt > askedAt) continue;
        const actor = usable.get(stream.keyHash);
        if (actor && can(actor, "prompt:resolve", stream.environment)) continue;
        leave(group, stream);
        stream.sink.write(eventText("end", '{"code":"unauthorized"}'));
        stream.sink.end();
      }
    }
  } catch (error) {
    logger().debug({ err: error }, "the keys of streams could not be checked");
  }
}

/** Ends all streams before the process stops. Clients reconnect to another process. */
export function endStreams(): void {
  const streams = state();
  for (const group of [...streams.groups.values()]) {
    for (const stream of [...group.streams]) {
      leave(group, stream);
      stream.sink.write(eventText("end", '{"code":"restart"}'));
      stream.sink.end();
    }
  }
}
