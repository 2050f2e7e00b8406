import { mostTextBytes } from "./trace-step";

/**
 * Says for each step of a trace, in order, whether its texts are read: those of the named steps, or else the first ones
 * up to `mostTextBytes`. Steps without texts need no reading. Pure.
 */
export function textsToRead(
  steps: readonly { id: string; size: number }[],
  textsOf: readonly string[] | null,
): boolean[] {
  let sum = 0;
  return steps.map(({ id, size }) => {
    sum += size;
    return size > 0 && (textsOf ? textsOf.includes(id) : sum <= mostTextBytes);
  });
}
