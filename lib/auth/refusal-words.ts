import type { KeyScope, Role } from "@/lib/core/generated/prisma/enums";
import type { Permission } from "./permission";

/** Why an actor may not do something. */
export type Refusal =
  | { code: "second_factor_required" }
  | { code: "proof_required" }
  | { code: "forbidden"; role: Role; environment: string | null }
  /** The scope excludes the right, or the key was not given it. */
  | { code: "insufficient_scope"; scope: KeyScope }
  | { code: "insufficient_scope"; right: Permission }
  /** The key cannot access the environment, or not all environments. `why` says why it needs all. */
  | { code: "environment_not_allowed"; environment: string }
  | { code: "environment_not_allowed"; why: string };

/** A refusal as a sentence. Pure. */
export function refusalWords(refused: Refusal): string {
  switch (refused.code) {
    case "second_factor_required":
      return "This workspace requires a second factor. Set one up in your account, or sign in with it.";
    case "proof_required":
      return "This workspace asks for your password before this. Enter it, then try again.";
    case "forbidden": {
      const where = refused.environment === null ? "" : ` in ${refused.environment}`;
      return `The role ${refused.role} may not do this${where}.`;
    }
    case "insufficient_scope":
      return "scope" in refused
        ? `A ${refused.scope} key may not do this. Use a manage key.`
        : `This key lacks the right ${refused.right}. Use one that has it.`;
    case "environment_not_allowed":
      return "why" in refused
        ? `${refused.why}, and this key does not. Use one for all.`
        : `This key may not use the environment ${refused.environment}.`;
  }
}
