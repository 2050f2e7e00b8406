import { LRUCache } from "lru-cache";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { minuteMs } from "@/lib/core/milliseconds";
import { singleton } from "@/lib/core/singleton";
import { onKeyUse } from "../authorize";

const noted = () => singleton("noted-key-uses", () => new LRUCache<string, number>({ max: 10_000 }));

/** Records each right that keys use, at most once per minute and process. Never delays the request. */
export function noteKeyUses(): void {
  onKeyUse((keyId, right) => {
    const [name, now] = [`${keyId} ${right}`, performance.now()];
    if (now - (noted().get(name) ?? Number.NEGATIVE_INFINITY) < minuteMs) return;
    noted().set(name, now);
    const lastUsedAt = databaseNow();
    prisma().$executeRaw`insert into key_uses (key_id, "right", last_used_at, first_used_at)
        select id, ${right}, ${lastUsedAt}, ${lastUsedAt} from api_keys where id = ${keyId}::uuid
        on conflict (key_id, "right") do update set last_used_at = greatest(key_uses.last_used_at, excluded.last_used_at)`.catch(
      () => {},
    );
  });
}
