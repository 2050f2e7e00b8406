/** Set by the bundler. */
declare const UNDERSTUDY_BUNDLE: boolean | undefined;

/**
 * The file a worker thread starts with: `name`.js of the bundle, whose files lie side by side; elsewhere `source`, plain
 * JavaScript that compiles the rest.
 */
export function threadEntry(name: string, source: URL): URL {
  if (typeof UNDERSTUDY_BUNDLE === "undefined") return source;
  return new URL(`./${name}.js`, import.meta.url);
}
