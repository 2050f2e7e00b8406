import type { Endpoint, OpenEndpoint } from "../endpoint";
import { alertChannelEndpoints } from "./alert-channels";
import { alertEndpoints } from "./alerts";
import { auditEndpoints } from "./audit";
import { bulkEndpoints } from "./bulk";
import { bundleEndpoints } from "./bundle";
import { changeRequestEndpoints } from "./change-requests";
import { connectionEndpoints } from "./connections";
import { domainEndpoints } from "./domains";
import { draftCopyEndpoints } from "./draft-copies";
import { environmentEndpoints } from "./environments";
import { evaluationCaseEndpoints } from "./evaluation-cases";
import { evaluationEndpoints } from "./evaluations";
import { eventEndpoints } from "./events";
import { experimentMemoEndpoints } from "./experiment-memos";
import { experimentResultEndpoints } from "./experiment-results";
import { experimentTrustEndpoints } from "./experiment-trust";
import { experimentEndpoints } from "./experiments";
import { exposureEndpoints } from "./exposures";
import { gateEndpoints } from "./gates";
import { guardEndpoints } from "./guards";
import { interactionEndpoints } from "./interactions";
import { keyEndpoints } from "./keys";
import { lookupEndpoints } from "./lookup";
import { memberEndpoints } from "./members";
import { moveEndpoints } from "./moves";
import { oidcTrustEndpoints } from "./oidc-trusts";
import { onlineEvaluationEndpoints } from "./online-evaluations";
import { otlpEndpoints } from "./otlp";
import { previewLinkEndpoints } from "./preview-links";
import { privacyEndpoints } from "./privacy";
import { promptEndpoints } from "./prompts";
import { qualityEndpoints } from "./quality";
import { releaseEndpoints } from "./releases";
import { renameEndpoints } from "./rename";
import { resolveEndpoints } from "./resolve";
import { sampleEndpoints } from "./samples";
import { searchEndpoints } from "./search";
import { segmentEndpoints } from "./segments";
import { shareLinkEndpoints } from "./share-links";
import { snippetUseEndpoints } from "./snippet-uses";
import { suiteScorerEndpoints } from "./suite-scorers";
import { suiteEndpoints } from "./suites";
import { tokenEndpoints } from "./token";
import { transferEndpoints } from "./transfer";
import { usageEndpoints } from "./usage";
import { versionEndpoints } from "./versions";
/**
 * All routes of /api/v1 that need a key. Resolve must be first, because its path also matches a prompt's name. Trust
 * must be before experiments by id.
 */
export const endpoints: readonly Endpoint[] = [
  ...resolveEndpoints,
  ...bundleEndpoints,
  ...eventEndpoints,
  ...exposureEndpoints,
  ...interactionEndpoints,
  ...otlpEndpoints,
  ...transferEndpoints,
  ...promptEndpoints,
  ...snippetUseEndpoints,
  ...previewLinkEndpoints,
  ...renameEndpoints,
  ...bulkEndpoints,
  ...searchEndpoints,
  ...versionEndpoints,
  ...draftCopyEndpoints,
  ...changeRequestEndpoints,
  ...moveEndpoints,
  ...releaseEndpoints,
  ...lookupEndpoints,
  ...environmentEndpoints,
  ...privacyEndpoints,
  ...segmentEndpoints,
  ...keyEndpoints,
  ...oidcTrustEndpoints,
  ...sampleEndpoints,
  ...suiteEndpoints,
  ...suiteScorerEndpoints,
  ...evaluationEndpoints,
  ...evaluationCaseEndpoints,
  ...gateEndpoints,
  ...experimentMemoEndpoints,
  ...experimentTrustEndpoints,
  ...experimentEndpoints,
  ...experimentResultEndpoints,
  ...guardEndpoints,
  ...onlineEvaluationEndpoints,
  ...alertEndpoints,
  ...alertChannelEndpoints,
  ...qualityEndpoints,
  ...usageEndpoints,
  ...shareLinkEndpoints,
  ...memberEndpoints,
  ...domainEndpoints,
  ...connectionEndpoints,
  ...auditEndpoints,
];

/** The routes that need no key. */
export const openEndpoints: readonly OpenEndpoint[] = tokenEndpoints;
