import { countParts } from "./parts";

/**
 * One field in protobuf's wire format. The value is a number (below 2^28) or bigint, 8 or 4 bytes, or a subarray of the
 * message.
 */
export type WireField = { number: number; value: number | bigint | Uint8Array };

/** The bytes are not valid protobuf. */
export class ProtobufFault extends Error {}

const mostVarintBytes = 10;
/** The maximum length of a varint that is read without BigInt, which is ten times slower. Tags and lengths fit. */
const shortVarintBytes = 4;

/** Iterates over the fields of a message without copying it. Throws ProtobufFault. */
export function* fieldsOf(bytes: Uint8Array): Generator<WireField> {
  let at = 0;
  const varint = (): number | bigint => {
    let short = 0;
    for (let count = 0; count < shortVarintBytes; count++) {
      const byte = bytes[at++];
      if (byte === undefined) throw new ProtobufFault("The message ends within a number.");
      short |= (byte & 0x7f) << (7 * count);
      if (byte < 0x80) return short;
    }
    let value = BigInt(short);
    for (let count = shortVarintBytes; count < mostVarintBytes; count++) {
      const byte = bytes[at++];
      if (byte === undefined) throw new ProtobufFault("The message ends within a number.");
      value |= BigInt(byte & 0x7f) << BigInt(7 * count);
      if (byte < 0x80) return value;
    }
    throw new ProtobufFault("A number has more than ten bytes.");
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new ProtobufFault("A field is longer than its message.");
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    countParts(1);
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    const type = tag % 8;
    if (type === 0) yield { number, value: varint() };
    else if (type === 1) yield { number, value: take(8) };
    else if (type === 2) yield { number, value: take(Number(varint())) };
    else if (type === 5) yield { number, value: take(4) };
    else throw new ProtobufFault(`A field has the wire type ${type}, which is not used.`);
  }
}

const utf8 = new TextDecoder();
const nothing = new Uint8Array();
const part = (value: WireField["value"]): Uint8Array => (typeof value === "object" ? value : nothing);
const view = (value: WireField["value"]): DataView => {
  const bytes = part(value);
  const whole = bytes.byteLength === 8 ? bytes : new Uint8Array(8);
  return new DataView(whole.buffer, whole.byteOffset, 8);
};

export const textField = (value: WireField["value"]) => utf8.decode(part(value));
export const messageField = part;
export const hexField = (value: WireField["value"]) => Buffer.from(part(value)).toString("hex");
export const fixed64Field = (value: WireField["value"]) => view(value).getBigUint64(0, true);
export const doubleField = (value: WireField["value"]) => view(value).getFloat64(0, true);
/** A number of 64 bits, as text where a double cannot hold it: such a number is usually an id. */
export function longField(value: WireField["value"]): number | string {
  const number = intField(value);
  return typeof value === "bigint" && !Number.isSafeInteger(number) ? String(BigInt.asIntN(64, value)) : number;
}
export function intField(value: WireField["value"]): number {
  if (typeof value === "bigint") return Number(BigInt.asIntN(64, value));
  return typeof value === "number" ? value : 0;
}

/** Encodes a message with one number field and one text field: the format of a partial-success response. */
export function writeMessage(
  fields: readonly (readonly [number: number, value: number | string | Uint8Array])[],
): Uint8Array {
  const pieces: number[] = [];
  const varint = (value: number) => {
    let rest = value;
    while (rest >= 0x80) {
      pieces.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    pieces.push(rest);
  };
  for (const [number, value] of fields) {
    varint(number * 8 + (typeof value === "number" ? 0 : 2));
    if (typeof value === "number") varint(value);
    else {
      const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
      varint(bytes.length);
      pieces.push(...bytes);
    }
  }
  return Uint8Array.from(pieces);
}
