import { logger } from "@/lib/core/logger";

/** Texts as a stream of bytes; the next one is asked for when the one before was taken. `what` stands in the log. */
export function toTextStream(parts: AsyncGenerator<string>, what: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        let part = await parts.next();
        while (!part.done && part.value === "") part = await parts.next();
        if (part.done) controller.close();
        else controller.enqueue(encoder.encode(part.value));
      } catch (error) {
        logger().error({ err: error }, `${what} broke off`);
        controller.error(error);
      }
    },
    cancel: () => void parts.return(undefined),
  });
}
