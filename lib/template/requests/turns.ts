import type { FilePart, ImagePart, Role, TextPart } from "../content";

/** A call of a tool; `input` is a JSON text. */
export type CallBlock = { type: "call"; id: string; name: string; input: string };

/** What a tool answered; `name` is null where the message does not say it. */
export type ResultBlock = { type: "result"; id: string; name: string | null; content: SaidBlock[]; isError: boolean };

/** Something of one provider that no other takes: `what` in words, `path` inside the message. */
export type ForeignBlock = { type: "foreign"; what: string; path: PropertyKey[] };

/** A text, an image or a file, with its address or data. */
export type SaidBlock = TextPart | ImagePart | FilePart;

export type Block = SaidBlock | CallBlock | ResultBlock | ForeignBlock;

/** A message in our own words, whichever provider's form it had. */
export type Turn = { role: Role; name: string | null; blocks: Block[] };

/** Calls so far, so that a result finds the name of its tool, and Google's calls without ids get one. */
export class Calls {
  readonly #names = new Map<string, string>();
  readonly #open: { id: string; name: string }[] = [];

  /** Notes a call and gives its id. */
  note(id: unknown, name: string): string {
    const own = typeof id === "string" && id !== "" ? id : `call_${this.#names.size + 1}`;
    this.#names.set(own, name);
    this.#open.push({ id: own, name });
    return own;
  }

  /** The id of the call that a result answers: its own, else the oldest open call of that tool. */
  answer(id: unknown, name: string | null): string {
    const at = this.#open.findIndex((call) =>
      typeof id === "string" && id !== "" ? call.id === id : call.name === name,
    );
    const [found] = at === -1 ? [] : this.#open.splice(at, 1);
    return typeof id === "string" && id !== "" ? id : (found?.id ?? `call_of_${name ?? "tool"}`);
  }

  /** The tool that a call named; null when no such call was seen. */
  nameOf(id: string): string | null {
    return this.#names.get(id) ?? null;
  }
}
