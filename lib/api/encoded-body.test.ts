import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readEncodedBody } from "./encoded-body";
import { fromRequest } from "./exchange";

const MiB = 1024 * 1024;
const read = (body: Uint8Array<ArrayBuffer>, encoding = "gzip") => {
  const headers = { "content-type": "application/json", "content-encoding": encoding };
  return readEncodedBody(fromRequest(new Request("http://x/", { method: "POST", body, headers })), 8 * MiB).then(
    ({ bytes }) => Buffer.from(bytes).toString(),
    (error: { code: string }) => error.code,
  );
};
const zipped = new Uint8Array(gzipSync('{"a":1}'));

test("gzip is decompressed; what is not gzip, or followed by something else, is refused", async () => {
  expect(await read(zipped)).toBe('{"a":1}');
  expect(await read(zipped.slice(0, 12))).toBe("malformed_body");
  expect(await read(new Uint8Array(Buffer.concat([zipped, Buffer.from("more")])))).toBe("malformed_body");
  expect(await read(zipped, "gzip, gzip")).toBe("unsupported_media_type");
});

test("bodies that become large use little memory, however many arrive together", async () => {
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(64 * MiB)));
  const held = () => process.memoryUsage().arrayBuffers;
  const before = held();
  let most = 0;
  const watching = setInterval(() => {
    most = Math.max(most, held() - before);
  }, 1);
  const codes = await Promise.all(Array.from({ length: 60 }, () => read(bomb)));
  clearInterval(watching);
  expect(new Set(codes)).toEqual(new Set(["payload_too_large"]));
  expect(most).toBeLessThan(128 * MiB);
});
