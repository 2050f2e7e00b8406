import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";

/**
 * Starts a DNS server on UDP for TXT records only. `records` contains the texts by name. An unknown name is NXDOMAIN, a
 * name in `broken` is SERVFAIL.
 */
export async function startDnsServer() {
  const records = new Map<string, string[]>();
  const broken = new Set<string>();
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    socket.send(answerTo(query, records, broken), from.port, from.address);
  });
  await new Promise<void>((done) => socket.bind(0, "127.0.0.1", done));
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    records,
    broken,
    stop: () => new Promise<void>((done) => socket.close(() => done())),
  };
}

/** RFC 1035: repeats the question, with one answer per text. */
function answerTo(query: Buffer, records: ReadonlyMap<string, string[]>, broken: ReadonlySet<string>): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const question = query.subarray(12, at + 5); // the end of the name, the type and the class
  const name = labels.join(".").toLowerCase();
  const texts = broken.has(name) ? undefined : records.get(name);
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(broken.has(name) ? 0x8182 : texts ? 0x8180 : 0x8183, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(texts?.length ?? 0, 6);
  const answers = (texts ?? []).map((text) => {
    const pieces = text.match(/.{1,200}/g) ?? [""];
    const data = Buffer.concat(pieces.map((piece) => Buffer.from([piece.length, ...Buffer.from(piece, "latin1")])));
    const record = Buffer.from([0xc0, 0x0c, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0]);
    record.writeUInt16BE(data.length, 10);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([head, question, ...answers]);
}
