// SHA-256 (FIPS 180-4), synchronous and without Node, because the SDK computes the same split in browsers.
// The inputs are short, so the cost of one block matters.
//
// Both tables are derived from primes: the first 32 bits of the fractional parts of their cube and square roots.
const primes = Array.from({ length: 312 }, (_, n) => n).filter(
  (n) => n > 1 && !Array.from({ length: n }, (_, d) => d).some((d) => d > 1 && n % d === 0),
);
const fraction = (root: number) => ((root - Math.floor(root)) * 2 ** 32) | 0;
const constants = Int32Array.from(primes.slice(0, 64), (prime) => fraction(Math.cbrt(prime)));
const initial = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

// One schedule is shared, because hashing is synchronous.
const schedule = new Int32Array(64);

/** Processes the block in `words` (16 big-endian numbers) and updates `state`. */
function compress(state: Int32Array, words: Int32Array): void {
  const w = schedule;
  for (let i = 0; i < 16; i++) w[i] = words[i] as number;
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] as number;
    const y = w[i - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0;
  }
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + (constants[i] as number) + (w[i] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = ((state[0] as number) + a) | 0;
  state[1] = ((state[1] as number) + b) | 0;
  state[2] = ((state[2] as number) + c) | 0;
  state[3] = ((state[3] as number) + d) | 0;
  state[4] = ((state[4] as number) + e) | 0;
  state[5] = ((state[5] as number) + f) | 0;
  state[6] = ((state[6] as number) + g) | 0;
  state[7] = ((state[7] as number) + h) | 0;
}

/** An incremental SHA-256. It can continue from the state of another instance. */
export class Sha256 {
  readonly #state = initial.slice();
  readonly #block = new Int32Array(16);
  #length = 0;

  /** Copies the state of `other`, so that a common prefix is hashed once. */
  continueFrom(other: Sha256): this {
    for (let i = 0; i < 8; i++) this.#state[i] = other.#state[i] as number;
    for (let i = 0; i < 16; i++) this.#block[i] = other.#block[i] as number;
    this.#length = other.#length;
    return this;
  }

  /** Adds a text as UTF-8. A lone surrogate becomes U+FFFD, as in TextEncoder. */
  add(text: string): this {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 0x80) this.#byte(unit);
      else if (unit < 0x800) {
        this.#byte(0xc0 | (unit >> 6));
        this.#byte(0x80 | (unit & 63));
      } else i += this.#wide(text.codePointAt(i) ?? 0);
    }
    return this;
  }

  /** Adds bytes. */
  addBytes(bytes: Iterable<number>): this {
    for (const byte of bytes) this.#byte(byte);
    return this;
  }

  /** Adds a character of three or four bytes. Returns 1 if it used two code units of the text. */
  #wide(point: number): 0 | 1 {
    if (point >= 0xd800 && point < 0xe000) return this.#wide(0xfffd);
    if (point > 0xffff) {
      this.#byte(0xf0 | (point >> 18));
      this.#byte(0x80 | ((point >> 12) & 63));
    } else this.#byte(0xe0 | (point >> 12));
    this.#byte(0x80 | ((point >> 6) & 63));
    this.#byte(0x80 | (point & 63));
    return point > 0xffff ? 1 : 0;
  }

  #byte(byte: number): void {
    const at = this.#length++;
    const word = (at >> 2) & 15;
    this.#block[word] = (this.#block[word] as number) | (byte << (24 - 8 * (at & 3)));
    if ((at & 63) === 63) this.#flush();
  }

  // The bytes after the added ones are always zero.
  #flush(): void {
    compress(this.#state, this.#block);
    this.#block.fill(0);
  }

  /** Returns the eight words of the digest. Nothing can be added afterwards. */
  end(): Int32Array {
    const bytes = this.#length;
    this.#byte(0x80);
    // If fewer than eight bytes are free, the length needs another block.
    if ((bytes & 63) > 55 && (bytes & 63) < 63) this.#flush();
    this.#block[14] = Math.floor(bytes / 2 ** 29);
    this.#block[15] = bytes << 3;
    compress(this.#state, this.#block);
    return this.#state;
  }
}
