const colours = ["bg-avatar-1", "bg-avatar-2", "bg-avatar-3", "bg-avatar-4", "bg-avatar-5", "bg-avatar-6"] as const;

/** Returns one of six colours. Equal names get equal colours. */
export function avatarColour(name: string): (typeof colours)[number] {
  let hash = 218;
  for (const character of name.trim().toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  }
  // The low bits depend too directly on the letters, so the hash is mixed again.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return colours[(hash >>> 16) % colours.length] ?? colours[0];
}

/** The first letters of the first and the last word. For an e-mail address, of the part before the @. */
export function initials(name: string): string {
  const words = (name.split("@")[0] ?? name).split(/[\s._-]+/u).filter(Boolean);
  const first = [...(words[0] ?? "?")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return `${first}${last}`.toUpperCase();
}
