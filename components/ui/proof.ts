type Result = { ok: true } | { ok: false; error: { code: string } };
type Ask = () => Promise<boolean>;

let ask: Ask | null = null;

/** Registers what asks people to prove who they are. Returns how to take it back. */
export function askForProofWith(next: Ask): () => void {
  ask = next;
  return () => {
    if (ask === next) ask = null;
  };
}

/** Runs an action; where it is refused for want of a proof of identity, asks for one and runs it again. */
export async function withProof<R extends Result>(run: () => Promise<R>): Promise<R> {
  const result = await run();
  if (result.ok || result.error.code !== "proof_required" || !ask) return result;
  return (await ask()) ? run() : result;
}
