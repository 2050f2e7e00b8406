import type { Format } from "@/lib/template/requests/formats";
import { UnderstudyError } from "./api";

type Writer = typeof import("./requests").requestWriter;
let loading: Promise<Writer> | undefined;
let loaded: Writer | undefined;

/** Loads what writes providers' requests, once. */
export async function loadRequests(): Promise<void> {
  loading ??= import("./requests").then(({ requestWriter }) => requestWriter);
  loaded = await loading.catch((error: unknown) => {
    loading = undefined; // a network that comes back can bring it
    throw error;
  });
}

/** Whether an answer in this format has to wait for `loadRequests`. */
export const mustLoad = (format: Format | undefined): boolean =>
  format !== undefined && !loaded && format !== "messages";

/** What `loadRequests` brought. */
export function loadedRequests(): Writer {
  if (loaded) return loaded;
  throw new UnderstudyError("service_unavailable", "What writes requests could not be loaded.");
}
