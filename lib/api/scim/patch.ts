import { attribute, listOf, objectOf, type ScimObject } from "./attributes";
import { ScimFault } from "./fault";

type Verb = "add" | "replace" | "remove";

/** One change of one attribute. Names are in lower case. */
export type Change = {
  verb: Verb;
  attribute: string;
  /** The filter in brackets. */
  filter: string | null;
  part: string | null;
  value: unknown;
};

const core = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/i;
const pathForm = /^([a-z$][\w$-]*)(?:\[(.*)\])?(?:\.([a-z$][\w$-]*))?$/i;
const mostOperations = 1_000;

/** Returns null for an attribute of an extension, which is not stored. */
function readPath(path: string): Omit<Change, "verb" | "value"> | null {
  const own = path.trim().replace(core, "");
  if (/^urn:/i.test(own)) return null;
  const [, name, filter = null, part = null] = pathForm.exec(own) ?? [];
  if (!name) throw new ScimFault("invalidPath", `The path ${path.slice(0, 200)} cannot be read.`);
  return { attribute: name.toLowerCase(), filter, part: part?.toLowerCase() ?? null };
}

function verbOf(value: unknown): Verb {
  const verb = typeof value === "string" ? value.toLowerCase() : "";
  if (verb === "add" || verb === "replace" || verb === "remove") return verb;
  throw new ScimFault("invalidSyntax", "An operation's op is add, replace or remove.");
}

function changesOf(operation: ScimObject): Change[] {
  const verb = verbOf(attribute(operation, "op"));
  const path = attribute(operation, "path");
  const value = attribute(operation, "value");
  if (verb !== "remove" && value === undefined)
    throw new ScimFault("invalidValue", `An operation to ${verb} needs a value.`);
  if (path === undefined || path === null || path === "") {
    if (verb === "remove") throw new ScimFault("noTarget", "An operation to remove needs a path.");
    // Without a path, the value contains attributes by name or by path.
    return Object.entries(objectOf(value, "The value of an operation without a path")).flatMap(([name, each]) => {
      const target = readPath(name);
      return target ? [{ verb, ...target, value: each }] : [];
    });
  }
  if (typeof path !== "string") throw new ScimFault("invalidPath", "A path is a text.");
  const target = readPath(path);
  return target ? [{ verb, ...target, value }] : [];
}

/** The changes in the body of a PATCH, in order. Throws `invalidSyntax`, `invalidPath`, `noTarget`. */
export function readPatch(body: unknown): Change[] {
  const operations = attribute(objectOf(body, "The body"), "Operations");
  if (!Array.isArray(operations) || operations.length === 0)
    throw new ScimFault("invalidSyntax", "The body contains no Operations.");
  if (operations.length > mostOperations)
    throw new ScimFault("invalidValue", `One request has ${mostOperations} operations at most.`);
  return listOf(operations).flatMap((each) => changesOf(objectOf(each, "An operation")));
}

/** Throws for attributes that only the server sets. A change to the current id is allowed. */
export function refuseReadOnly({ attribute: name, value }: Change, id: string): void {
  if (name === "id" && value === id) return;
  if (name === "id" || name === "meta") throw new ScimFault("mutability", `${name} cannot be changed.`);
}
