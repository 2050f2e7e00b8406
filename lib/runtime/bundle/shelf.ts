import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { LRUCache } from "lru-cache";
import { BundleBook } from "./book";
import { type BundleScope, refreshBook, tooLarge } from "./refresh";

/** How a bundle's bytes are coded: a `Content-Encoding`. */
export type Coding = "br" | "gzip" | "identity";

/** The bundle of a scope: its hash, and the epoch it holds at. */
export type BundleState = { hash: string; epoch: number };
export type BundleBytes = { hash: string; bytes: Uint8Array };

/** Where bundles come from: this thread, or one beside it. */
export type BundleSource = {
  /** The state at `epoch` or later. Throws 404, 422 `bundle_too_large`, 503 `database_unavailable`. */
  look(scope: BundleScope, epoch: number): Promise<BundleState>;
  /** The bytes of the bundle as `look` left it. */
  body(scope: BundleScope, coding: Coding): Promise<BundleBytes>;
  /** What changed since the bundle with this hash, as JSON text; null when the whole bundle is needed. */
  changeSince(scope: BundleScope, from: string): Promise<string | null>;
};

/** What all environments together may hold; those that were not asked for the longest leave first. */
const mostBytes = 512 * 1024 * 1024;
/** The largest bundle that is sent. */
const mostBundleCharacters = 64 * 1024 * 1024;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Bundles made in this thread. Work on one environment at a time, so that one workspace's size delays no query of another. */
export function createShelf(): BundleSource {
  const books = new LRUCache<string, BundleBook>({ maxSize: mostBytes });
  const turns = new Map<string, Promise<unknown>>();

  /** Runs after what was asked of the same environment before. */
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

// The levels that compress prompts well in a time that nobody notices.
const brotliLevel = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

async function encode(text: string, coding: Coding): Promise<Uint8Array> {
  const bytes = Buffer.from(text);
  if (coding === "br") return brotli(bytes, brotliLevel);
  return coding === "gzip" ? zip(bytes, { level: 6 }) : bytes;
}
