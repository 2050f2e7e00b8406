import * as z from "zod/mini";
import { judged, needed, typed } from "./form-schema";

const calls = (text: string) => {
  const count = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0;
  return count >= 1 && count <= 1_000 ? count : null;
};

/** The fields of a connection. The URL is required for an own server, and optional (a proxy) for a provider. */
export const connectionSchema = ({ needsKey, needsAddress }: { needsKey: boolean; needsAddress: boolean }) =>
  z.object({
    name: z
      .string()
      .check(
        z.trim(),
        z.minLength(1, "Enter a name, such as our-gateway."),
        z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "Use letters, digits, dots, _ and -. Versions use this name."),
      ),
    baseUrl: judged((text) => {
      if (!text.trim()) return needsAddress ? "Enter the address of the server." : null;
      return /^https?:\/\/\S+$/.test(text.trim()) ? null : "It starts with https:// or http://.";
    }),
    apiKey: needsKey ? needed("Paste the key.") : z.string(),
    maxConcurrency: typed(calls, "From 1 to 1,000."),
  });

type Schema = ReturnType<typeof connectionSchema>;
export type ConnectionTyped = z.input<Schema>;
export type ConnectionValues = z.output<Schema>;
