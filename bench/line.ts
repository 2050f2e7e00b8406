/**
 * One keep-alive connection that sends a prepared request and reads one response. It does as little work as possible,
 * so that the server is measured and not the client.
 */
import { connect, type Socket } from "node:net";

export type Answer = { status: number; head: string; body: Buffer; ms: number };

const headEnd = Buffer.from("\r\n\r\n");
const lastChunk = Buffer.from("\r\n0\r\n\r\n");

/** The bytes of a request, for repeated use. With a body it is a POST of JSON. */
export function requestBytes(url: string, headers: Record<string, string> = {}, body?: string): Buffer {
  const { host, pathname, search } = new URL(url);
  const json =
    body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const lines = Object.entries({ host, ...headers, ...json }).map(([name, value]) => `${name}: ${value}\r\n`);
  const method = body === undefined ? "GET" : "POST";
  return Buffer.from(`${method} ${pathname}${search} HTTP/1.1\r\n${lines.join("")}\r\n${body ?? ""}`);
}

export class Line {
  #socket: Socket;
  #received: Buffer | null = null;
  #done: ((answer: Answer) => void) | null = null;
  #failed: ((error: Error) => void) | null = null;
  #sentAt = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => this.#take(chunk));
    socket.on("error", (error) => this.#failed?.(error));
    socket.on("close", () => this.#failed?.(new Error("the server closed the connection")));
  }

  static async open(url: string): Promise<Line> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await new Promise<void>((done, fail) => socket.once("connect", done).once("error", fail));
    return new Line(socket);
  }

  /** Sends one request at a time. `ms` is the time from the write to the last byte. */
  send(request: Buffer): Promise<Answer> {
    return new Promise((done, fail) => this.call(request, done, fail));
  }

  call(request: Buffer, done: (answer: Answer) => void, fail: (error: Error) => void): void {
    this.#done = done;
    this.#failed = fail;
    this.#sentAt = performance.now();
    this.#socket.write(request);
  }

  #take(chunk: Buffer): void {
    const received = this.#received ? Buffer.concat([this.#received, chunk]) : chunk;
    const end = received.indexOf(headEnd);
    if (end === -1 || !this.#isWhole(received, end)) {
      this.#received = received;
      return;
    }
    this.#received = null;
    const ms = performance.now() - this.#sentAt;
    const head = received.toString("latin1", 0, end);
    const done = this.#done;
    this.#done = null;
    this.#failed = null;
    done?.({ status: Number(head.slice(9, 12)), head, body: received.subarray(end + 4), ms });
  }

  #isWhole(received: Buffer, end: number): boolean {
    const head = received.toString("latin1", 0, end);
    const length = /content-length: (\d+)/i.exec(head)?.[1];
    if (length) return received.length >= end + 4 + Number(length);
    return !/transfer-encoding: chunked/i.test(head) || received.subarray(-lastChunk.length).equals(lastChunk);
  }

  close(): void {
    this.#failed = null;
    this.#socket.destroy();
  }
}

/** A header of a response, or undefined. */
export const headerOf = ({ head }: Answer, name: string) => new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1]?.trim();
