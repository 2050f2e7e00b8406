import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { parseInput } from "@/lib/core/validation";
import { runTask } from "@/lib/core/work/run-task";
import { variableName } from "@/lib/template/handlebars-paths";
import { connect } from "./connect";
import type { PullSource, ReadPath } from "./define-source";
import { type ShadowInput, type ShadowReport, shadowInput } from "./schema";
import { type OurSide, shadowTask } from "./shadow-ours";
import { pullSourceOf } from "./sources";

/**
 * Fills the newest version of each pulled prompt with sample values, here and as the other tool does, and compares the
 * messages. Writes nothing. A prompt that cannot be filled as the other tool does is listed as not compared.
 */
export async function shadowCheck(actor: Actor, input: ShadowInput): Promise<ShadowReport> {
  authorize(actor, "prompt:write");
  const { tool, host, key, secret = "", files } = parseInput(shadowInput, input);
  const source = pullSourceOf(tool);
  const ours = await runTask(shadowTask, { files }, { workspaceId: actor.workspaceId });
  const { read } = await connect(source, { host, key, secret });
  const items: ShadowReport["items"] = [];
  for (const side of ours) items.push(await compare(source, read, side));
  return { items };
}

async function compare(source: PullSource, read: ReadPath, ours: OurSide): Promise<ShadowReport["items"][number]> {
  const { name, raw, values, messages, reason } = ours;
  const none = { name, status: "not_compared" as const, differences: [] };
  if (!messages) return { ...none, reason: reason ?? "" };
  // A variable may have another name here: "user-name" is user_name.
  const valueNamed = (theirName: string) => values[variableName(theirName) ?? theirName];
  const theirs = await source.fill(read, { name: ours.source, raw, valueNamed });
  if ("reason" in theirs) return { ...none, reason: theirs.reason };
  const count = Math.max(messages.length, theirs.messages.length);
  const differences = Array.from({ length: count }, (_, index) => ({
    message: index,
    theirs: written(theirs.messages[index]),
    ours: written(messages[index]),
  })).filter((pair) => pair.theirs !== pair.ours);
  return { name, status: differences.length === 0 ? "same" : "different", reason: null, differences };
}

const written = (message: { role: string; text: string } | undefined): string | null =>
  message ? `${message.role}: ${message.text}` : null;
