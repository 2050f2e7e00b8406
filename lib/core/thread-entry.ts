/** Defined by the bundler. */
declare const UNDERSTUDY_BUNDLE: boolean | undefined;

/**
 * Returns the file that a worker thread starts with: `name`.js beside the other files of the bundle, or `source`, plain
 * JavaScript that compiles the rest.
 */
export function threadEntry(name: string, source: URL): URL {
  if (typeof UNDERSTUDY_BUNDLE === "undefined") return source;
  return new URL(`./${name}.js`, import.meta.url);
}
