import type { UserActor } from "@/lib/auth/actor";
import { sharePreview } from "@/lib/registry/commands/share-preview";

/** Creates a share link to a preview of the version on staging, for a person without an account. */
export async function seedPreviews(owner: UserActor): Promise<void> {
  const values = {
    customer_name: "Ana",
    order_id: "FW-20418",
    order_status: "left our warehouse in Graz this morning",
    message: "Where is my tent? I leave on Friday.",
  };
  await sharePreview(owner, { name: "support/reply", version: 5, values, days: 14 });
}
