let count = 0;

/** A key for something new in the draft; only has to differ from the others here, and from those of a kept draft. */
export function newId(): string {
  return `n${Date.now().toString(36)}${(count++).toString(36)}`;
}
