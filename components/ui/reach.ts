import { unstable_rethrow as rethrowForNext } from "next/navigation";

type FieldFailure = { pointer: string; message: string; code?: string; line?: number; column?: number };
export type ActionFailure = { code: string; message: string; errors?: FieldFailure[] };
export type ActionOutcome<Data> = { ok: true; data: Data } | { ok: false; error: ActionFailure };

const unreachable: ActionFailure = { code: "unreachable", message: "The server did not answer. Try again." };

/** Calls a server action. Returns a failure if the server does not respond, instead of throwing. */
export async function reach<R>(call: () => Promise<R>): Promise<R | (ActionOutcome<never> & { ok: false })> {
  try {
    return await call();
  } catch (error) {
    rethrowForNext(error);
    return { ok: false, error: unreachable };
  }
}
