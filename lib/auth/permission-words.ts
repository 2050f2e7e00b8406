import { capitalize } from "@/lib/core/words";
import type { Permission } from "./permission";

/** Those that a role has, in the order in which a person sees them. */
const ofRoles = {
  "prompt:read": "read prompts, versions and releases",
  "prompt:write": "write prompts and save versions",
  "prompt:promote": "promote and roll back where the environment is not protected",
  "prompt:promote-protected": "promote and roll back in protected environments",
  "review:write": "ask for reviews and answer them",
  "release:override": "override missing approvals and closed gates, with a reason",
  "evaluation:run": "run evaluations",
  "gate:write": "set up gates",
  "suite:write": "write test suites",
  "playground:run": "run prompts in the playground",
  "member:read": "see the members",
  "member:write": "invite people, assign roles and remove members",
  "workspace:write": "rename the workspace and change its settings",
  "workspace:delete": "delete the workspace",
  "key:read": "see API keys",
  "key:write": "create, rotate and revoke API keys",
  "connection:read": "see which model providers are connected",
  "connection:write": "connect model providers",
  "audit:read": "read the audit log",
  "system:read": "see the state of the installation",
} as const satisfies Partial<Record<Permission, string>>;

const others = {
  "prompt:resolve": "read what is live",
  "event:write": "send interactions and feedback",
  "interaction:read": "read interactions",
  "experiment:write": "plan, start and stop experiments",
  "guard:write": "set up guards and mark alerts as seen",
  "alert:write": "change where alerts are sent",
  "share:write": "share results by link",
} as const;

/** Permissions as the end of a sentence. */
export const permissionWords: Record<Permission, string> = { ...ofRoles, ...others };

/** The permissions that the workspace page lists. */
export const permissionsOfRoles = Object.keys(ofRoles) as (keyof typeof ofRoles)[];

/** A right as a label: "Run evaluations". */
export const rightWords = (right: Permission): string => capitalize(permissionWords[right]);
