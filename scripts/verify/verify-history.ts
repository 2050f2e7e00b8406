import { ChainCheck } from "@/lib/auth/history/chain";
import type { Finding } from "@/lib/auth/history/findings";
import { isSignatureValid, type SignedHead } from "@/lib/auth/history/signature";
import { withClient } from "../backup/write-backup";
import {
  findTriggersOff,
  findUnchained,
  listWorkspaces,
  readEntries,
  readSignedHeads,
  type WorkspaceName,
} from "./read-history";

/** The findings in one workspace. `signed` is the newest signed head that matches the chain. */
export type WorkspaceReport = WorkspaceName & { entries: number; signed: SignedHead | null; findings: Finding[] };

/** `general` concerns the whole database. */
export type HistoryReport = { workspaces: WorkspaceReport[]; general: Finding[] };

const invalid = (heads: readonly SignedHead[]): Finding[] =>
  heads
    .filter((head) => !isSignatureValid(head))
    .map(({ position }) => ({ code: "signature_invalid" as const, position }));

/**
 * Checks the history of every workspace in one snapshot: each row against its entry, each entry against the previous
 * one, and the chain against the signed heads in the database and those `kept` outside of it.
 */
export async function verifyHistory(url: string, kept: readonly SignedHead[] = []): Promise<HistoryReport> {
  return withClient(url, "verify", async (client) => {
    await client.query("begin isolation level repeatable read read only");
    const { rows } = await client.query<{ has: boolean }>("select to_regclass('history_entries') is not null as has");
    if (!rows[0]?.has)
      throw new Error("This database is older than the history chain. Start this version of Understudy on it first.");
    const general = await findTriggersOff(client);
    const names = await listWorkspaces(client);
    for (const { workspaceId, position } of kept)
      if (!names.some(({ id }) => id === workspaceId)) general.push({ code: "workspace_missing", position });
    const workspaces: WorkspaceReport[] = [];
    for (const name of names) {
      const stored = await readSignedHeads(client, name.id);
      const own = kept.filter(({ workspaceId }) => workspaceId === name.id);
      const unknown = stored.heads
        .filter(({ publicKey }) => !stored.keys.has(publicKey))
        .map(({ position, publicKey }): Finding => ({ code: "key_unknown", position, publicKey }));
      // External heads are last, so that they win at equal positions.
      const check = new ChainCheck([...stored.heads, ...own].filter(isSignatureValid));
      for await (const entry of readEntries(client, name.id)) check.add(entry);
      const last = check.end();
      const findings = [...invalid([...stored.heads, ...own]), ...unknown, ...check.findings];
      findings.push(...(await findUnchained(client, name.id)));
      const signed = [...stored.heads, ...own].toSorted((a, b) => b.position - a.position)[0] ?? null;
      workspaces.push({ ...name, entries: last.position, signed, findings });
    }
    await client.query("commit");
    return { workspaces, general };
  });
}
