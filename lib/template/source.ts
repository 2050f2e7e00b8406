/** A field of a file that is not imported. `record`: metadata of another tool about its rows, such as ids and dates. */
export type Loss = {
  pointer: string;
  /** The value as JSON, cut at 500 characters. */
  value: string;
  kind: "content" | "record";
  reason: string | null;
  line?: number;
  column?: number;
};

/** Collects the losses of a part of a file. */
export type LossOwner = { lose(loss: Loss): void };

type Mark = {
  parent: Mark | null;
  children: Map<string, Mark> | null;
  isTaken: boolean;
  /** Whether something in the value was taken. */
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
 * A value of a file that records which parts were taken. An importer takes every field that it uses; `settle` reports
 * all others. So a field that the importer does not know is reported as lost.
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

  /** Returns a field or an entry. Its value is undefined if it does not exist. */
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

  /** Returns the value and marks it as imported, with everything in it. */
  take(): unknown {
    this.#mark.isTaken = true;
    for (let mark: Mark | null = this.#mark; mark && !mark.isTouched; mark = mark.parent) mark.isTouched = true;
    return this.value;
  }

  /** Takes a field with a non-empty text. Any other value is not taken. */
  text(key: string | number): string | null {
    const field = this.at(key);
    if (typeof field.value !== "string" || field.value === "") return null;
    field.take();
    return field.value;
  }

  /** Takes the texts of a list. Entries of other types are not taken. */
  texts(key: string): string[] {
    return this.at(key)
      .items()
      .flatMap((item) => {
        if (typeof item.value !== "string") return [];
        item.take();
        return [item.value];
      });
  }

  /** Takes a field with a number. */
  number(key: string): number | null {
    const field = this.at(key);
    if (typeof field.value !== "number") return null;
    field.take();
    return field.value;
  }

  /** Returns the entries of a list. Empty if the value is not a list. */
  items(): Source[] {
    return Array.isArray(this.value) ? this.value.map((_, index) => this.at(index)) : [];
  }

  /** Returns the fields of a map. Empty if the value is not a map. */
  fields(): [string, Source][] {
    return this.isMap() ? Object.keys(this.value as object).map((key) => [key, this.at(key)]) : [];
  }

  isMap(): boolean {
    return typeof this.value === "object" && this.value !== null && !Array.isArray(this.value);
  }

  /** Whether a field exists and is not null. */
  has(key: string): boolean {
    const { value } = this.at(key);
    return value !== undefined && value !== null;
  }

  /** Marks fields that are metadata of the other tool. They are reported separately. */
  setAside(...keys: string[]): void {
    for (const key of keys) this.at(key).#mark.isRecord = true;
  }

  /** Sets the reason why this is not imported. */
  leave(reason: string): void {
    this.#mark.reason = reason;
  }

  /** Reports the losses in this value to another owner. */
  belongsTo(owner: LossOwner): void {
    this.#mark.owner = owner;
  }

  /**
   * Reports everything that was not taken to its owner. A value in which nothing was taken is reported as a whole. Null
   * and empty values are not reported.
   */
  settle(rest: LossOwner): void {
    walk(this.value, this.#mark, this.pointer, { owner: rest, isRecord: false, depth: 0 });
  }
}

type WalkPlace = { owner: LossOwner; isRecord: boolean; depth: number };

function walk(value: unknown, mark: Mark | undefined, pointer: string, place: WalkPlace): void {
  if (mark?.isTaken || isNothing(value) || place.depth > maxDepth) return;
  const owner = mark?.owner ?? place.owner;
  const isRecord = place.isRecord || (mark?.isRecord ?? false);
  // A map with owners or reasons inside is reported field by field.
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

/** Whether a descendant has an owner, a reason or another mark, so that it was not only read. */
function hasWords({ children }: Mark): boolean {
  if (!children) return false;
  return [...children.values()].some((mark) => mark.isRecord || mark.reason || mark.owner || hasWords(mark));
}

const isNothing = (value: unknown) =>
  value === null ||
  value === undefined ||
  value === "" ||
  (typeof value === "object" && Object.keys(value as object).length === 0);
