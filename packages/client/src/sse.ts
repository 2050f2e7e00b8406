/** One event of a stream. `event` is "message" if it has no name. A comment is an event without data. */
export type StreamEvent = { event: string; data: string; id: string | null };

const mostCharacters = 64_000_000;

/** Parses Server-Sent Events as bytes arrive. Comments are returned too, with `event` "comment", as heartbeats. */
export async function* readEvents(body: ReadableStream<Uint8Array>, onBytes: () => void): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let parts: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes();
      const text = decoder.decode(value, { stream: true });
      // A long line arrives in many pieces. Joining them once keeps the time linear.
      if (!text.includes("\n")) {
        parts.push(text);
        continue;
      }
      rest = parts.join("") + text;
      parts = [];
      if (rest.length > mostCharacters) throw new Error("An event of the stream is too large.");
      const blocks = rest.split(/\r?\n\r?\n/);
      parts.push(blocks.pop() ?? "");
      for (const block of blocks) yield parseEvent(block);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function parseEvent(block: string): StreamEvent {
  const parsed: StreamEvent = { event: "comment", data: "", id: null };
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") parsed.event = value;
    else if (field === "id") parsed.id = value;
    else if (field === "data") {
      parsed.data += parsed.data === "" ? value : `\n${value}`;
      if (parsed.event === "comment") parsed.event = "message";
    }
  }
  return parsed;
}
