const registry: Record<symbol, unknown> = globalThis as never;

/**
 * One value per process, whichever copy of a module asks: the API ahead of Next and Next's own bundles
 * load the same files twice, and pools and caches must not be doubled.
 */
export function singleton<T>(name: string, create: () => T): T {
  const key = Symbol.for(`understudy.${name}`);
  if (!(key in registry)) registry[key] = create();
  return registry[key] as T;
}
