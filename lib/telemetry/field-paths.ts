/** Paths of fields below a value, split into parts at the dots. Pure. */
export type Paths = readonly (readonly string[])[];

const isNamed = (key: string, part: string) => part === key || part.normalize() === key.normalize();

/** Returns the paths that continue below a field. `*` is any name. A name with dots takes several parts of a path. */
export function below(paths: Paths, key: string): Paths {
  if (paths.length === 0) return paths;
  const dots = key.split(".").length;
  return paths.flatMap((path) => {
    const found: string[][] = [];
    if (path[0] === "*" || (path[0] !== undefined && isNamed(key, path[0]))) found.push(path.slice(1));
    if (dots > 1 && path.length >= dots && isNamed(key, path.slice(0, dots).join("."))) found.push(path.slice(dots));
    return found;
  });
}

/** Returns the list or object that a text is in JSON, or null. */
export function asJson(text: string): object | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
