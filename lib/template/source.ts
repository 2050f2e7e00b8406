/** A field of a file that nothing was made of. `record`: what another tool keeps about its rows, such as ids and dates. */
export type Loss = {
  pointer: string;
  /** As JSON, cut at 500 characters. */
  value: string;
  kind: "content" | "record";
  reason: string | null;
  line?: number;
  column?: number;
};

/** Where the losses of a part of a file are listed. */
export type LossOwner = { lose(loss: Loss): void };

type Mark = {
  parent: Mark | null;
  children: Map<string, Mark> | null;
  isTaken: boolean;
  /** Something in it is taken. */
  isTouched: boolean;
  isRecord: boolean;
  reason: string | null;
  owner: LossOwner | null;
};

const newMark = (parent: Mark | null): Mark => ({
  parent,
  children: null,
  isTaken: false,
  isTouched: false,
  isRecord: false,
  reason: null,
  owner: null,
});

const shownCharacters = 500;
const maxDepth = 200;

/**
 * A value of a file that remembers what was taken out of it. An importer takes every field that it makes something of;
 * `settle` lists all others. So a field that nobody thought of is listed, not lost.
 */
export class Source {
  readonly #mark: Mark;

  constructor(
    readonly value: unknown,
    readonly pointer = "",
    mark: Mark = newMark(null),
  ) {
    this.#mark = mark;
  }

  /** A field or an entry; its value is undefined when it is not there. */
  at(key: string | number): Source {
    const name = String(key);
    const { value } = this;
    const isParent = typeof value === "object" && value !== null && Object.hasOwn(value, name);
    this.#mark.children ??= new Map();
    let mark = this.#mark.children.get(name);
    if (!mark) {
      mark = newMark(this.#mark);
      this.#mark.children.set(name, mark);
    }
    const pointer = `${this.pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return new Source(isParent ? (value as Record<string, unknown>)[name] : undefined, pointer, mark);
  }

  /** The value; it counts as imported with everything in it. */
  take(): unknown {
    this.#mark.isTaken = true;
    for (let mark: Mark | null = this.#mark; mark && !mark.isTouched; mark = mark.parent) mark.isTouched = true;
    return this.value;
  }

  /** A field that holds a text which is not empty; anything else there is not taken. */
  text(key: string | number): string | null {
    const field = this.at(key);
    if (typeof field.value !== "string" || field.value === "") return null;
    field.take();
    return field.value;
  }

  /** The texts of a list; entries of other types are not taken. */
  texts(key: string): string[] {
    return this.at(key)
      .items()
      .flatMap((item) => {
        if (typeof item.value !== "string") return [];
        item.take();
        return [item.value];
      });
  }

  /** A field that holds a number. */
  number(key: string): number | null {
    const field = this.at(key);
    if (typeof field.value !== "number") return null;
    field.take();
    return field.value;
  }

  /** The entries of a list; none when it is no list. */
  items(): Source[] {
    return Array.isArray(this.value) ? this.value.map((_, index) => this.at(index)) : [];
  }

  /** The fields of a map; none when it is no map. */
  fields(): [string, Source][] {
    return this.isMap() ? Object.keys(this.value as object).map((key) => [key, this.at(key)]) : [];
  }

  isMap(): boolean {
    return typeof this.value === "object" && this.value !== null && !Array.isArray(this.value);
  }

  /** Whether a field is there and is not null. */
  has(key: string): boolean {
    const { value } = this.at(key);
    return value !== undefined && value !== null;
  }

  /** These fields say nothing about the prompt: they are listed apart. */
  setAside(...keys: string[]): void {
    for (const key of keys) this.at(key).#mark.isRecord = true;
  }

  /** Why this is not imported. */
  leave(reason: string): void {
    this.#mark.reason = reason;
  }

  /** The losses in here are listed there. */
  belongsTo(owner: LossOwner): void {
    this.#mark.owner = owner;
  }

  /** Tells every owner what was not taken. Whole values where nothing in them was taken; null and empty ones hold nothing. */
  settle(rest: LossOwner): void {
    walk(this.value, this.#mark, this.pointer, { owner: rest, isRecord: false, depth: 0 });
  }
}

type WalkPlace = { owner: LossOwner; isRecord: boolean; depth: number };

function walk(value: unknown, mark: Mark | undefined, pointer: string, place: WalkPlace): void {
  if (mark?.isTaken || isNothing(value) || place.depth > maxDepth) return;
  const owner = mark?.owner ?? place.owner;
  const isRecord = place.isRecord || (mark?.isRecord ?? false);
  // A map with owners or reasons inside is told field by field.
  if (mark && typeof value === "object" && value !== null && (mark.isTouched || hasWords(mark))) {
    for (const [key, inner] of Object.entries(value)) {
      const name = key.replaceAll("~", "~0").replaceAll("/", "~1");
      walk(inner, mark.children?.get(key), `${pointer}/${name}`, { owner, isRecord, depth: place.depth + 1 });
    }
    return;
  }
  const text = JSON.stringify(value) ?? String(value);
  owner.lose({
    pointer,
    value: text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text,
    kind: isRecord ? "record" : "content",
    reason: mark?.reason ?? null,
  });
}

/** Whether something below says more than that it was looked at. */
function hasWords({ children }: Mark): boolean {
  if (!children) return false;
  return [...children.values()].some((mark) => mark.isRecord || mark.reason || mark.owner || hasWords(mark));
}

const isNothing = (value: unknown) =>
  value === null ||
  value === undefined ||
  value === "" ||
  (typeof value === "object" && Object.keys(value as object).length === 0);
