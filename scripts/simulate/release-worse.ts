import type { Content } from "@/lib/template/content";
import { bodyOf, type Call, must } from "./api";
import type { Flop } from "./flops";

type Move = { deployment: { version: number; revision: number }; release: { id: string; at: string } };
type Prompt = { deployments: { environment: string; version: number }[] };

/** A released worse version. */
export type WorseRelease = { good: number; bad: number; at: Date; message: string; isPastGate: boolean };

const pathOf = (prompt: string) => `/prompts/${encodeURIComponent(prompt)}`;

/** The live version in production. */
export async function liveVersion(manage: Call, prompt: string): Promise<number | null> {
  const { deployments } = await must<Prompt>(`Reading ${prompt}`, manage("GET", pathOf(prompt)));
  return deployments.find(({ environment }) => environment === "production")?.version ?? null;
}

/** Saves the live version with the harmful change, and promotes it, past the gate if there is one. */
export async function releaseWorse(
  manage: Call,
  { prompt, message, worsen }: Flop,
  good: number,
): Promise<WorseRelease> {
  const path = pathOf(prompt);
  const live = await must<{ content: Content }>("Reading what is live", manage("GET", `${path}/versions/${good}`));
  const body = { content: worsen(live.content), message, parentVersion: good };
  const { version: bad } = await must<{ version: number }>("Saving", manage("POST", `${path}/versions`, body));
  const promote = (more: object) =>
    manage<Move>("POST", `${path}/promote`, { version: bad, environment: "production", reason: message, ...more });
  const first = await promote({});
  const isPastGate = first.status === 409;
  const reason = `${message}. In a hurry, for the simulation`;
  const { release } = bodyOf(`Promoting v${bad}`, isPastGate ? await promote({ override: true, reason }) : first);
  return { good, bad, at: new Date(release.at), message, isPastGate };
}

/** Restores the good version manually, if the story ended before the guard acted. */
export async function bringBack(manage: Call, { prompt }: Flop, { good, bad }: WorseRelease): Promise<void> {
  if ((await liveVersion(manage, prompt)) !== bad) return;
  const reason = "The simulation ended early";
  const body = { environment: "production", version: good, reason };
  await must(`Bringing v${good} back`, manage("POST", `${pathOf(prompt)}/rollback`, body));
  console.log(`The story ended early: v${good} was brought back by hand.`);
}
