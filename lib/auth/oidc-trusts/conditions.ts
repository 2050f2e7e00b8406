/** The required value of a claim; `*` in the value matches any text. */
export type Condition = { claim: string; value: string };

export const githubIssuer = "https://token.actions.githubusercontent.com";

/** Claims that the token check already verifies, so that conditions on them are not allowed. */
const checkedClaims = ["iss", "aud", "exp", "nbf", "iat", "jti"];

/**
 * GitHub signs tokens for every public repository, so one condition must name an owner. A pattern of the owner for each
 * claim.
 */
const githubOwners: Record<string, RegExp> = {
  repository: /^[^*/]+\/./,
  repository_id: /^[^*]+$/,
  repository_owner: /^[^*]+$/,
  repository_owner_id: /^[^*]+$/,
  sub: /^repo:[^*/:]+\/./,
};

/** The fault in the conditions of a trust; null if they are valid. Pure. */
export function conditionFault(issuer: string, conditions: readonly Condition[]): string | null {
  const claims = conditions.map(({ claim }) => claim);
  const checked = claims.find((claim) => checkedClaims.includes(claim));
  if (checked) return `The claim ${checked} is always checked. Name one that identifies the caller.`;
  const double = claims.find((claim, index) => claims.indexOf(claim) !== index);
  if (double) return `There are two conditions on ${double}.`;
  if (issuer === githubIssuer)
    return conditions.some(({ claim, value }) => githubOwners[claim]?.test(value))
      ? null
      : "GitHub signs tokens for every repository. Name yours: acme/shop, or acme/* for all repositories of an owner.";
  return conditions.some(({ value }) => !value.startsWith("*"))
    ? null
    : "One condition must begin with a fixed text. These match every caller of the issuer.";
}

/**
 * The first condition that the claims of a token do not meet; null if they meet all. A claim that is a list must
 * contain one matching value. Pure.
 */
export function unmetCondition(
  conditions: readonly Condition[],
  claims: Readonly<Record<string, unknown>>,
): Condition | null {
  const isMet = ({ claim, value }: Condition) =>
    Object.hasOwn(claims, claim) && [claims[claim]].flat().some((one) => isPlain(one) && fits(String(one), value));
  return conditions.find((condition) => !isMet(condition)) ?? null;
}

const isPlain = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);

/** Whether a text matches a pattern. Searches each part once, so the time is linear. */
function fits(text: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
