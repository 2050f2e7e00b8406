const key = Symbol.for("understudy.values");
const holder: { [key]?: Map<string, unknown> } = globalThis as never;

/**
 * Returns one value per process for all copies of a module. The API server and Next.js bundles load the same files
 * twice, and pools and caches must not be duplicated.
 */
export function singleton<T>(name: string, create: () => T): T {
  holder[key] ??= new Map();
  const values = holder[key];
  const existing = values.get(name);
  if (existing !== undefined || values.has(name)) return existing as T;
  const value = create();
  values.set(name, value);
  return value;
}
