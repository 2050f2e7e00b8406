import { logger } from "@/lib/core/logger";

/**
 * Converts texts to a stream of bytes. Each text is requested only after the previous one was consumed. `what` is for
 * the log.
 */
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
