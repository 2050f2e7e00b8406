type Result = { ok: true } | { ok: false; error: { code: string } };
type AskForProof = () => Promise<boolean>;

let ask: AskForProof | null = null;

/** Registers the dialog that asks for a proof of identity. Returns the function that removes it. */
export function askForProofWith(next: AskForProof): () => void {
  ask = next;
  return () => {
    if (ask === next) ask = null;
  };
}

/** Runs an action. If it is refused because it needs a proof of identity, asks for one and runs it again. */
export async function withProof<R extends Result>(run: () => Promise<R>): Promise<R> {
  const result = await run();
  if (result.ok || result.error.code !== "proof_required" || !ask) return result;
  return (await ask()) ? run() : result;
}
