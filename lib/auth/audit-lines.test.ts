import fc from "fast-check";
import papa from "papaparse";
import { describe, expect, it } from "vitest";
import { auditCsvHead, toAuditCsv, toAuditJsonLines } from "./audit-lines";
import type { AuditEventView } from "./queries/audit";

const event = (name: string, data: unknown = {}): AuditEventView => ({
  id: "e1",
  at: "2026-11-21T06:00:00.000Z",
  actor: { kind: "user", id: "u1", name },
  action: "member.join",
  target: { kind: "member", id: "u1", name },
  data,
});
const read = (csv: string) => papa.parse<string[]>(csv.trimEnd()).data;

describe("the audit log as CSV", () => {
  it("has a header and a line per event, with quotes if needed", () => {
    const [head, line] = read(auditCsvHead + toAuditCsv([event('Ana "A", B\nC', { role: "viewer" })]));
    expect(head).toHaveLength(11);
    expect(line?.[3]).toBe('Ana "A", B\nC');
    expect(line?.[8]).toBe('{"role":"viewer"}');
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x","y")', "\n=1"])(
    "makes text of %j",
    (name) => {
      expect(read(toAuditCsv([event(name)]))[0]?.[3]).toBe(`'${name}`);
    },
  );

  it("has no cell that starts like a formula, and keeps every text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        const cells = papa.parse<string[]>(toAuditCsv([event(name)]).slice(0, -2), { newline: "\r\n" }).data[0] ?? [];
        expect(cells.filter((cell) => /^\s*[=+\-@]/.test(cell))).toEqual([]);
        expect([name, `'${name}`]).toContain(cells[3]);
      }),
    );
  });
});

it("writes lines of JSON unchanged", () => {
  const events = [event("=1"), event("Zoë\u2028\n")];
  const lines = toAuditJsonLines(events).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual(events);
});
