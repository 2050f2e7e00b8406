/** The kind of row that an entry of the chain covers. */
export type HistoryKind = "audit" | "release" | "version";

/** A fault in a workspace's history. Positions count from 1. */
export type Finding =
  | { code: "entries_missing"; from: number; to: number }
  | { code: "link_broken"; position: number }
  | { code: "row_missing"; position: number; kind: HistoryKind; rowId: string }
  | { code: "row_changed"; position: number; kind: HistoryKind; rowId: string }
  | { code: "row_unchained"; kind: HistoryKind; rowId: string; count: number }
  | { code: "tail_missing"; from: number; to: number }
  | { code: "signed_head_differs"; position: number }
  | { code: "signature_invalid"; position: number }
  | { code: "key_unknown"; position: number; publicKey: string }
  | { code: "workspace_missing"; position: number }
  | { code: "trigger_off"; table: string; trigger: string };

const rowNames: Record<HistoryKind, string> = { audit: "audit event", release: "release", version: "version" };
const range = (from: number, to: number) => (from === to ? `Entry ${from} is` : `Entries ${from} to ${to} are`);

/** Describes the fault in one sentence. */
export function sentenceOf(finding: Finding): string {
  switch (finding.code) {
    case "entries_missing":
      return `${range(finding.from, finding.to)} missing from the chain.`;
    case "link_broken":
      return `Entry ${finding.position} does not follow from the entry before it: an entry was changed, moved or inserted.`;
    case "row_missing":
      return `The ${rowNames[finding.kind]} ${finding.rowId} (entry ${finding.position}) was deleted.`;
    case "row_changed":
      return `The ${rowNames[finding.kind]} ${finding.rowId} (entry ${finding.position}) was changed after it was written.`;
    case "row_unchained": {
      const more = finding.count > 1 ? ` and ${finding.count - 1} more` : "";
      return `The ${rowNames[finding.kind]} ${finding.rowId}${more} is not in the chain: it was inserted past the triggers.`;
    }
    case "tail_missing":
      return `The end of the chain was cut off: ${range(finding.from, finding.to).toLowerCase()} missing, up to a signed head.`;
    case "signed_head_differs":
      return `Entry ${finding.position} has another hash than the head that was signed there: the history up to it was rewritten.`;
    case "signature_invalid":
      return `The signature of the head at entry ${finding.position} is not valid.`;
    case "key_unknown":
      return `The head at entry ${finding.position} is signed with the key ${finding.publicKey}, which is not one of those expected.`;
    case "workspace_missing":
      return `A signed head (entry ${finding.position}) belongs to a workspace that is not in this database.`;
    case "trigger_off":
      return `The trigger ${finding.trigger} of the table ${finding.table} is switched off or missing.`;
  }
}
