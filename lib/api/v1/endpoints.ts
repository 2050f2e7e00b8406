import type { Endpoint } from "../endpoint";
import { auditEndpoints } from "./audit";
import { environmentEndpoints } from "./environments";
import { keyEndpoints } from "./keys";
import { lookupEndpoints } from "./lookup";
import { moveEndpoints } from "./moves";
import { promptEndpoints } from "./prompts";
import { releaseEndpoints } from "./releases";
import { resolveEndpoints } from "./resolve";
import { versionEndpoints } from "./versions";

/** Every route of /api/v1 that needs a key. Resolve comes first: its path also reads as a prompt's name. */
export const endpoints: readonly Endpoint[] = [
  ...resolveEndpoints,
  ...promptEndpoints,
  ...versionEndpoints,
  ...moveEndpoints,
  ...releaseEndpoints,
  ...lookupEndpoints,
  ...environmentEndpoints,
  ...keyEndpoints,
  ...auditEndpoints,
];
