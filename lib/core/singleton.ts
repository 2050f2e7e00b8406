const key = Symbol.for("understudy.values");
const holder: { [key]?: Map<string, unknown> } = globalThis as never;

/**
 * One value per process, whichever copy of a module asks: the API ahead of Next and Next's own bundles
 * load the same files twice, and pools and caches must not be doubled.
 */
export function singleton<T>(name: string, create: () => T): T {
  holder[key] ??= new Map();
  const values = holder[key];
  const known = values.get(name);
  if (known !== undefined || values.has(name)) return known as T;
  const value = create();
  values.set(name, value);
  return value;
}
