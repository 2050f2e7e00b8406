import type { ToolCall } from "@/lib/requests/tool-calls";
import { turnsOf } from "@/lib/requests/turns";
import { keyOf, LongText } from "./long-text";

/** A text, the turns of a conversation, or JSON. */
export function Value({ value }: { value: unknown }) {
  return turnsOf(value).map(({ key, role, text, isCode }) => (
    <div key={key} className="not-first:mt-2.5">
      {role ? <span className="block pb-0.5 text-fg-muted">{role}</span> : null}
      <LongText text={text} isCode={isCode} />
    </div>
  ));
}

/** The tools that a model asked for, each with its input. */
export function ToolCalls({ calls }: { calls: readonly ToolCall[] }) {
  return calls.map((call) => (
    <div key={keyOf(calls, call)} className="not-first:mt-2">
      <p className="pb-1 font-medium font-mono text-12 [overflow-wrap:anywhere]">{call.name}</p>
      <Value value={call.input} />
    </div>
  ));
}
