/** Parameters of the address by name. Null: left out of the address. */
export type Texts = Readonly<Record<string, string | null>>;
/** Filters read the list again; marks, such as the open row, ask nothing of the server. */
type Kind = "filters" | "marks";
type Write = (texts: Texts, push: boolean) => void;
type Waiting = { texts: Texts; push: boolean; at: number; write: Write };

export type WriteOptions = {
  /** Waits for this time without another change, such as while a person types (ms). */
  waitMs?: number;
  /** Whether the back button returns to the state before. */
  push?: boolean;
};

/** The time between two changes of the address (ms). Safari refuses more than 100 changes in 10 seconds. */
const writeMs = 100;
const nothing: Texts = {};

/** Makes what changes the address: at once where possible, and with all changes of its kind that wait. */
export function createAddressWriter() {
  const waiting = new Map<Kind, Waiting>();
  const listeners: Record<Kind, Set<() => void>> = { filters: new Set(), marks: new Set() };
  let writtenAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (kind: Kind) => {
    for (const listener of [...listeners[kind]]) listener();
  };
  const writeNext = () => {
    clearTimeout(timer);
    const [first] = [...waiting].sort(([, one], [, other]) => one.at - other.at);
    if (!first) return;
    const [kind, { texts, push, at, write }] = first;
    const waitMs = Math.max(at, writtenAt + writeMs) - Date.now();
    if (waitMs > 0) {
      timer = setTimeout(writeNext, waitMs);
      return;
    }
    waiting.delete(kind);
    writtenAt = Date.now();
    write(texts, push);
    tell(kind);
    writeNext();
  };
  return {
    change(kind: Kind, texts: Texts, write: Write, { waitMs = 0, push = false }: WriteOptions = {}): void {
      const before = waiting.get(kind);
      const all = { ...before?.texts, ...texts };
      waiting.set(kind, { texts: all, push: push || before?.push === true, at: Date.now() + waitMs, write });
      tell(kind);
      writeNext();
    },
    /** What is not in the address yet. */
    waiting: (kind: Kind): Texts => waiting.get(kind)?.texts ?? nothing,
    /** When the last listener leaves, its page is gone, and what waits is dropped. */
    subscribe(kind: Kind, listener: () => void): () => void {
      listeners[kind].add(listener);
      return () => {
        listeners[kind].delete(listener);
        if (listeners[kind].size === 0) waiting.delete(kind);
      };
    },
  };
}

/** The one of the page. */
export const addressWriter = createAddressWriter();
