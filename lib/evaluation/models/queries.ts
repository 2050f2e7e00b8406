import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { type ModelOption, offlineLabel, offlineModel } from "./types";

/** The models one may choose: the offline one first, then those of the connections. */
export async function listModelOptions(actor: Actor): Promise<ModelOption[]> {
  authorize(actor, "connection:read");
  return [
    {
      ...offlineModel,
      label: offlineLabel,
      isOffline: true,
      isConnected: true,
      price: { inputPerMillion: 0, outputPerMillion: 0 },
    },
  ];
}
