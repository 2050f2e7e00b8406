import { uuidV7 } from "@/lib/core/uuid";

const sane = /^[A-Za-z0-9._:-]{1,128}$/;

/** The caller's `X-Request-Id` if it is short and has only safe characters, else a new UUIDv7. */
export function requestIdOf(header: string | null | undefined): string {
  return header && sane.test(header) ? header : uuidV7();
}
