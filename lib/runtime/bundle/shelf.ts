import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { LRUCache } from "lru-cache";
import { BundleBook } from "./book";
import { type BundleScope, refreshBook, tooLarge } from "./refresh";

/** The coding of a bundle's bytes: a `Content-Encoding`. */
export type Coding = "br" | "gzip" | "identity";

/** The bundle of a scope: its hash, and the epoch at which it is current. */
export type BundleState = { hash: string; epoch: number };
export type BundleBytes = { hash: string; bytes: Uint8Array };

/** The source of bundles: this thread, or a separate one. */
export type BundleSource = {
  /** Returns the state at `epoch` or later. Throws 404, 422 `bundle_too_large`, 503 `database_unavailable`. */
  look(scope: BundleScope, epoch: number): Promise<BundleState>;
  /** Returns the bytes of the bundle as of the last `look`. */
  body(scope: BundleScope, coding: Coding): Promise<BundleBytes>;
  /** Returns the changes since the bundle with this hash as JSON text. Null if the whole bundle is needed. */
  changeSince(scope: BundleScope, from: string): Promise<string | null>;
};

/** The memory limit of all environments together. The least recently used ones are evicted first. */
const mostBytes = 512 * 1024 * 1024;
/** The maximum size of a bundle that is sent. */
const mostBundleCharacters = 64 * 1024 * 1024;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/**
 * Makes bundles in this thread. Work on one environment is sequential, so that a large workspace does not delay queries
 * of others.
 */
export function createShelf(): BundleSource {
  const books = new LRUCache<string, BundleBook>({ maxSize: mostBytes });
  const turns = new Map<string, Promise<unknown>>();

  /** Runs after earlier work on the same environment. */
  function inTurn<T>({ environmentId }: BundleScope, work: () => Promise<T>): Promise<T> {
    const before = turns.get(environmentId) ?? Promise.resolve();
    const turn = before.then(work, work);
    turns.set(environmentId, turn);
    const leave = () => void (turns.get(environmentId) === turn && turns.delete(environmentId));
    turn.then(leave, leave);
    return turn;
  }

  async function bookOf(scope: BundleScope, epoch?: number): Promise<BundleBook> {
    const { environmentId } = scope;
    const book = books.get(environmentId) ?? new BundleBook();
    if (book.epoch < 0 || (epoch !== undefined && book.epoch !== epoch)) await refreshBook(book, scope);
    books.set(environmentId, book, { size: book.bytes + 1_000 });
    return book;
  }

  return {
    look: (scope, epoch) =>
      inTurn(scope, async () => {
        const book = await bookOf(scope, epoch);
        return { hash: book.hashOf(scope.folder), epoch: book.epoch };
      }),
    async body(scope, coding) {
      const { hash, text } = await inTurn(scope, async () => {
        const book = await bookOf(scope);
        return { hash: book.hashOf(scope.folder), text: book.textOf(scope.folder) };
      });
      if (text.length > mostBundleCharacters) throw tooLarge();
      return { hash, bytes: await encode(`{"hash":"${hash}","bundle":${text}}`, coding) };
    },
    changeSince: (scope, from) =>
      inTurn(scope, async () => {
        const book = await bookOf(scope);
        return book.changeSince(scope.folder, from);
      }),
  };
}

// Compression levels that compress prompts well in a short time.
const brotliLevel = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

async function encode(text: string, coding: Coding): Promise<Uint8Array> {
  const bytes = Buffer.from(text);
  if (coding === "br") return brotli(bytes, brotliLevel);
  return coding === "gzip" ? zip(bytes, { level: 6 }) : bytes;
}
