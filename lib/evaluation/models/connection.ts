import type { ProviderKind } from "@/lib/core/generated/prisma/enums";

/** A connection with its decrypted key, for a call. It never leaves the server. */
export type Connection = {
  id: string;
  kind: ProviderKind;
  name: string;
  /** Null: the provider's own address. */
  baseUrl: string | null;
  key: string | null;
};

/**
 * The default base URLs of the providers. They are always passed to the SDK, which would otherwise read addresses and
 * keys from the environment.
 */
const ownBaseUrls = {
  openai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com/v1",
  google: "https://generativelanguage.googleapis.com/v1beta",
} as const satisfies Partial<Record<ProviderKind, string>>;

/** The base URL of a connection, without a trailing slash. */
export function baseUrlOf({ kind, baseUrl }: Pick<Connection, "kind" | "baseUrl">): string {
  const own = kind === "openai_compatible" ? "" : ownBaseUrls[kind];
  return (baseUrl ?? own).replace(/\/+$/, "");
}

/** The headers that carry the key. */
export function keyHeaders({ kind, key }: Pick<Connection, "kind" | "key">): Record<string, string> {
  if (kind === "anthropic") return { "anthropic-version": "2023-06-01", "x-api-key": key ?? "" };
  if (kind === "google") return { "x-goog-api-key": key ?? "" };
  return key ? { authorization: `Bearer ${key}` } : {};
}
