import type { FilePart, ImagePart, Role, TextPart } from "../content";

/** A tool call. `input` is a JSON text. */
export type CallBlock = { type: "call"; id: string; name: string; input: string };

/** The result of a tool. `name` is null if the message does not contain it. */
export type ResultBlock = {
  type: "result";
  id: string;
  name: string | null;
  content: ContentBlock[];
  isError: boolean;
};

/** Content that only one provider accepts: `what` describes it, `path` is its path in the message. */
export type ForeignBlock = { type: "foreign"; what: string; path: PropertyKey[] };

/** A text, an image or a file, with its URL or data. */
export type ContentBlock = TextPart | ImagePart | FilePart;

export type Block = ContentBlock | CallBlock | ResultBlock | ForeignBlock;

/** A message in a neutral form, converted from any provider's form. */
export type Turn = { role: Role; name: string | null; blocks: Block[] };

/** The calls so far. They give a result the name of its tool, and ids to Google's calls without ids. */
export class Calls {
  readonly #names = new Map<string, string>();
  readonly #open: { id: string; name: string }[] = [];

  /** Registers a call and returns its id. */
  note(id: unknown, name: string): string {
    const own = typeof id === "string" && id !== "" ? id : `call_${this.#names.size + 1}`;
    this.#names.set(own, name);
    this.#open.push({ id: own, name });
    return own;
  }

  /** Returns the id of the call that a result answers: its own, or else the oldest open call of that tool. */
  answer(id: unknown, name: string | null): string {
    const at = this.#open.findIndex((call) =>
      typeof id === "string" && id !== "" ? call.id === id : call.name === name,
    );
    const [found] = at === -1 ? [] : this.#open.splice(at, 1);
    return typeof id === "string" && id !== "" ? id : (found?.id ?? `call_of_${name ?? "tool"}`);
  }

  /** Returns the name of the tool of a call. Null: unknown call. */
  nameOf(id: string): string | null {
    return this.#names.get(id) ?? null;
  }
}
