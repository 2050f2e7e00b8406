import { describe, expect, it } from "vitest";
import { placeFaults } from "./place-faults";

const shown = new Set(["name", "conditions", "variants.0.version", "fields", "to"]);
const refused = (...errors: { pointer: string; message: string }[]) => ({
  code: "invalid_request",
  message: "No.",
  errors,
});

describe("errors of the server", () => {
  it("are at the field they name, also within a list", () => {
    expect(
      placeFaults(
        refused({ pointer: "/name", message: "Too long." }, { pointer: "/variants/0/version", message: "Gone." }),
        shown,
      ),
    ).toEqual([
      { field: "name", message: "Too long." },
      { field: "variants.0.version", message: "Gone." },
    ]);
  });

  it("are at another field if the form says so, by pointer or by its first part", () => {
    const faults = refused(
      { pointer: "/newName", message: "Taken." },
      { pointer: "/rules/2/pattern", message: "Not RE2." },
    );
    expect(placeFaults(faults, shown, { "/newName": "name", "/rules": "conditions" })).toEqual([
      { field: "name", message: "Taken." },
      { field: "conditions", message: "Not RE2." },
    ]);
  });

  it("are at the field of their code if they name no field of the form", () => {
    const taken = { code: "already_exists", message: "There is one.", errors: [{ pointer: "/other", message: "x" }] };
    expect(placeFaults(taken, shown, { already_exists: "to" })).toEqual([{ field: "to", message: "There is one." }]);
    expect(placeFaults({ ...taken, code: "conflict" }, shown, { already_exists: "to" })).toEqual([]);
  });

  it("state once what is wrong, then what to do", () => {
    const fault = (message: string) => ({ pointer: "/name", code: "already_exists", message });
    const taken = { code: "already_exists", message: "There is one." };
    expect(placeFaults({ ...taken, errors: [fault("Choose another name.")] }, shown)).toEqual([
      { field: "name", message: "There is one. Choose another name." },
    ]);
    expect(placeFaults({ ...taken, errors: [fault("There is one.")] }, shown)).toEqual([
      { field: "name", message: "There is one." },
    ]);
  });

  it("are at the list as a whole if its entries are one field", () => {
    expect(placeFaults(refused({ pointer: "/fields/3", message: "No such field." }), shown)).toEqual([
      { field: "fields", message: "No such field." },
    ]);
  });

  it("have no place if no field shows them", () => {
    expect(placeFaults({ code: "forbidden", message: "No." }, shown)).toEqual([]);
    expect(
      placeFaults(refused({ pointer: "", message: "x" }, { pointer: "/rules/0/pattern", message: "x" }), shown),
    ).toEqual([]);
    expect(placeFaults({ code: "taken", message: "x" }, shown, { taken: "hidden", "/name": "hidden" })).toEqual([]);
  });
});
