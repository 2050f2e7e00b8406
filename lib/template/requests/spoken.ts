import type { Role } from "../content";
import type { GivenMessage } from "../given-message";
import { readMessage } from "./read-message";
import { type Block, Calls } from "./turns";

/** The role and text of a message of any provider, for display and for counting tokens. */
export type MessageText = { role: Role; name: string | null; text: string };

/** Converts messages of any provider to role and text. Images, files and provider-specific blocks are only named. */
export function messageTexts(messages: readonly GivenMessage[]): MessageText[] {
  const calls = new Calls();
  return messages.map((message) => {
    const { role, name, blocks } = readMessage(message, calls);
    return { role, name, text: blocks.map(wordsOf).join("\n\n") };
  });
}

function wordsOf(block: Block): string {
  switch (block.type) {
    case "text":
      return block.text;
    case "call":
      return `[calls ${block.name} ${block.input}]`;
    case "result":
      return block.content.map(wordsOf).join("\n\n");
    case "foreign":
      return `[${block.what.replaceAll('"', "")}]`;
    default:
      return `[${block.type}${block.url ? ` ${block.url}` : ""}]`;
  }
}
