import { describe, expect, it } from "vitest";
import { placeFaults } from "./place-faults";

const values = { name: "a", conditions: "", variants: [{ version: 1 }], to: "" };
const refused = (...errors: { pointer: string; message: string }[]) => ({
  code: "invalid_request",
  message: "No.",
  errors,
});

describe("what the server objects to", () => {
  it("stands at the field that it names, also within a list", () => {
    expect(
      placeFaults(
        refused({ pointer: "/name", message: "Too long." }, { pointer: "/variants/0/version", message: "Gone." }),
        values,
      ),
    ).toEqual([
      { field: "name", message: "Too long." },
      { field: "variants.0.version", message: "Gone." },
    ]);
  });

  it("stands at another field where the form says so, by pointer or by its first part", () => {
    const faults = refused(
      { pointer: "/newName", message: "Taken." },
      { pointer: "/rules/2/pattern", message: "Not RE2." },
    );
    expect(placeFaults(faults, values, { "/newName": "name", "/rules": "conditions" })).toEqual([
      { field: "name", message: "Taken." },
      { field: "conditions", message: "Not RE2." },
    ]);
  });

  it("stands at the field of its code when it names no field of the form", () => {
    const taken = { code: "already_exists", message: "There is one.", errors: [{ pointer: "/other", message: "x" }] };
    expect(placeFaults(taken, values, { already_exists: "to" })).toEqual([{ field: "to", message: "There is one." }]);
    expect(placeFaults({ ...taken, code: "conflict" }, values, { already_exists: "to" })).toEqual([]);
  });

  it("is not placed when there is no such field", () => {
    expect(placeFaults({ code: "forbidden", message: "No." }, values)).toEqual([]);
    expect(placeFaults(refused({ pointer: "", message: "x" }, { pointer: "/toString", message: "x" }), values)).toEqual(
      [],
    );
  });
});
