import { LRUCache } from "lru-cache";
import { outgoing } from "@/lib/core/safe-fetch";
import { singleton } from "@/lib/core/singleton";
import { baseUrlOf, type Connection, keyHeaders } from "./connection";
import { type CallTarget, explainError, explainRefusal, failure, webPage } from "./failures";
import type { ModelFailure } from "./types";

const maxListBytes = 4 * 1024 * 1024;
const testDeadlineMs = 10_000;
const patienceMs = 300;
const keptMs = 86_400_000;
const freshMs = 600_000;
const failureFreshMs = 30_000;

const listPath = {
  openai: "/models",
  openai_compatible: "/models",
  anthropic: "/models?limit=1000",
  google: "/models?pageSize=1000",
};
// OpenAI lists all its models. These patterns select the chat models.
const chats = /^(gpt-|o\d|chatgpt-|codex-|ft:)/;
const doesNotChat = /(audio|realtime|transcribe|tts|image|search|instruct|embedding|moderation)/;

type ListedModel = { id?: unknown; name?: unknown; supportedGenerationMethods?: unknown };

/** Returns the names of the chat models from a provider's list, or null if the body is not a list. Pure. */
export function readModelList({ kind, baseUrl }: Pick<Connection, "kind" | "baseUrl">, body: unknown): string[] | null {
  const { data, models } = (typeof body === "object" && body !== null ? body : {}) as {
    data?: unknown;
    models?: unknown;
  };
  const entries = kind === "google" ? models : data;
  if (!Array.isArray(entries)) return null;
  const names = entries.flatMap((entry: ListedModel | null) => {
    const { id, name, supportedGenerationMethods: methods } = entry ?? {};
    if (kind !== "google") return typeof id === "string" ? id : [];
    const isChat = !Array.isArray(methods) || methods.includes("generateContent");
    return typeof name === "string" && isChat ? name.replace(/^models\//, "") : [];
  });
  const isOpenAi = kind === "openai" && baseUrl === null; // a proxy has its own model names
  const shown = isOpenAi ? names.filter((name) => chats.test(name) && !doesNotChat.test(name)) : names;
  return [...new Set(shown)].sort();
}

/** Requests the list of models from the provider: a real call that is free and needs the key. Never throws. */
export async function listLiveModels(connection: Connection): Promise<{ models: string[] } | ModelFailure> {
  const { kind, name, key } = connection;
  const deadlineMs = testDeadlineMs;
  const place: CallTarget = { provider: name, key, deadlineMs };
  try {
    const response = await outgoing().fetch(
      `${baseUrlOf(connection)}${listPath[kind]}`,
      { headers: { accept: "application/json", ...keyHeaders(connection) } },
      { deadlineMs, maxBytes: maxListBytes },
    );
    const body = await response.text();
    if (!response.ok)
      return explainRefusal(place, { status: response.status, headers: Object.fromEntries(response.headers), body });
    if (/^\s*</.test(body)) return webPage(place, response.status);
    const models = readModelList(connection, JSON.parse(body));
    if (models) return { models };
    return failure(
      "provider_error",
      `${name} answered, but not with a list of models. Check the base URL: it usually ends in /v1.`,
    );
  } catch (error) {
    return explainError(place, error);
  }
}

type CachedModels = { models: string[] | null; freshUntil: number };
const cache = () => singleton("live-models", () => new LRUCache<string, CachedModels>({ max: 500, ttl: keptMs }));
const flights = singleton("live-model-flights", () => new Map<string, Promise<string[] | null>>());

/** The cache key of a connection's models. It changes with the connection, so a changed connection is asked again. */
export const keptKey = ({ id, updatedAt }: { id: string; updatedAt: Date }) => `${id} ${updatedAt.getTime()}`;

/** Caches the models that a provider just returned. Null: the request failed. */
export function keepModels(key: string, models: string[] | null, now = Date.now()): void {
  cache().set(key, { models, freshUntil: now + (models ? freshMs : failureFreshMs) });
}

async function ask(key: string, connection: () => Connection): Promise<string[] | null> {
  let models: string[] | null = null;
  try {
    const answer = await listLiveModels(connection());
    if ("models" in answer) models = answer.models;
  } catch {
    // The key cannot be decrypted. The connection test reports it.
  }
  keepModels(key, models);
  return models;
}

function askOnce(key: string, connection: () => Connection): Promise<string[] | null> {
  const running = flights.get(key);
  if (running) return running;
  const flight = ask(key, connection).finally(() => flights.delete(key));
  flights.set(key, flight);
  return flight;
}

/**
 * Returns the cached models of the provider, and refreshes a stale entry in the background. Without an entry, waits up
 * to 300 ms for the provider, then returns null; the next call finds the result in the cache.
 */
export async function listLiveModelsSoon(key: string, connection: () => Connection): Promise<string[] | null> {
  const known = cache().get(key);
  if (known && Date.now() < known.freshUntil) return known.models;
  const flight = askOnce(key, connection);
  if (known) return known.models;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), patienceMs);
  });
  return Promise.race([flight, late]).finally(() => clearTimeout(timer));
}
