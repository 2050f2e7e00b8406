const reserved = new Set(
  [
    "api sign-in sign-out sign-up login logout auth account invitation invitations new new-workspace workspace workspaces",
    "healthz readyz metrics monaco icon static assets sdk public preview share shared status help docs admin settings user users",
    "about blog pricing terms privacy support www mcp cron device scim understudy undefined null",
  ].flatMap((line) => line.split(" ")),
);

/** Derives a workspace's slug from its name: "Fernway Süd & Co." → "fernway-sud-co". Empty if nothing remains. */
export function slugFrom(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
}

/** The fault of a slug as a sentence; null if it is valid. */
export function slugFault(slug: string): string | null {
  if (slug.length < 2 || slug.length > 40) return "Use 2 to 40 characters.";
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) return "Use small letters, digits and single hyphens between them.";
  if (reserved.has(slug)) return `Understudy uses /${slug} itself. Choose another address.`;
  return null;
}
