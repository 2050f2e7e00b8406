import type { KeyActor } from "@/lib/auth/actor";
import { resolvePrompt } from "@/lib/runtime/resolve";

/** What resolve answers, with its body as JSON. */
export async function resolveAs(actor: KeyActor, name: string, userId?: string, version?: number) {
  const { body, ...rest } = await resolvePrompt(actor, { name, userId, version });
  return { ...JSON.parse(body.toString()), ...rest };
}

/** "u_0", "u_1", … */
export const userIds = (count: number) => Array.from({ length: count }, (_, n) => `u_${n}`);
