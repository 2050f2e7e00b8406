let count = 0;

/** A key for a new item of a draft. It must only differ from the other keys here and in a stored draft. */
export function newId(): string {
  return `n${Date.now().toString(36)}${(count++).toString(36)}`;
}
