import type { DiffSection } from "@/lib/registry/diff-lines";

/** A part of a large diff. `next`: the start of the following part. Null: this is the last. */
export type DiffPart = { sections: DiffSection[]; next: number | null; rowsLeft: number };

const limits = { rows: 1_500, characters: 250_000 };

/** The number of rows of a section. A section without rows counts as one line. */
const sizeOf = ({ rows }: DiffSection) => Math.max(1, rows.length);

/**
 * Returns the part of a diff that starts at row `from`, limited to what one page can show. A section that does not fit
 * continues in the next part. The concatenated rows of all parts are the rows of the sections. Pure.
 */
export function partOf(sections: readonly DiffSection[], from = 0): DiffPart {
  const total = sections.reduce((sum, section) => sum + sizeOf(section), 0);
  const part: DiffSection[] = [];
  let at = 0;
  let room = limits.rows;
  let characters = limits.characters;
  for (const section of sections) {
    const start = Math.max(0, from - at);
    at += sizeOf(section);
    if (at <= from) continue;
    if (room <= 0 || characters <= 0)
      return { sections: part, next: at - sizeOf(section), rowsLeft: total - at + sizeOf(section) };
    const taken: DiffSection["rows"] = [];
    for (const row of section.rows.slice(start)) {
      if (room <= 0 || characters <= 0) break;
      taken.push(row);
      room -= 1;
      characters -= (row.before?.text.length ?? 0) + (row.after?.text.length ?? 0);
    }
    part.push(start === 0 ? { ...section, rows: taken } : continued(section, start, taken));
    if (section.rows.length === 0) room -= 1;
    const end = start + taken.length;
    if (end < section.rows.length) {
      const next = at - section.rows.length + end;
      return { sections: part, next, rowsLeft: total - next };
    }
  }
  return { sections: part, next: null, rowsLeft: 0 };
}

function continued({ counts: _, ...section }: DiffSection, start: number, rows: DiffSection["rows"]): DiffSection {
  return { ...section, id: `${section.id} from ${start}`, note: "continued", rows };
}
