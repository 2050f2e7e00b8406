import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import type { ActionResult } from "@/lib/api/action";

/** Whether this browser supports passkeys. */
export const hasPasskeys = () => typeof window !== "undefined" && typeof window.PublicKeyCredential === "function";

/** Creates a passkey with the browser. */
export const makePasskey = (optionsJSON: PublicKeyCredentialCreationOptionsJSON) =>
  withPasskey(async () => (await import("@simplewebauthn/browser")).startRegistration({ optionsJSON }));

/** Signs a challenge with a passkey that the browser finds. */
export const signWithPasskey = (optionsJSON: PublicKeyCredentialRequestOptionsJSON) =>
  withPasskey(async () => (await import("@simplewebauthn/browser")).startAuthentication({ optionsJSON }));

const failures: Record<string, string> = {
  NotAllowedError: "No passkey was used. Try again, or use another way.",
  AbortError: "No passkey was used. Try again, or use another way.",
  InvalidStateError: "This device has a passkey of your account already.",
  SecurityError: "Passkeys work only at the public address of this server. Open it there.",
};

/** Runs a request to the browser. Converts its refusal to the result of an action. */
async function withPasskey<Data>(work: () => Promise<Data>): Promise<ActionResult<Data>> {
  try {
    return { ok: true, data: await work() };
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    const message = failures[name] ?? "The browser could not use a passkey. Try again, or use another way.";
    return { ok: false, error: { code: "forbidden", message } };
  }
}
