/** A short checksum of a text, to detect a change: its length and a 32-bit FNV-1a hash. Not for secrets. */
export function textMark(text: string): string {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  return `${text.length}-${(sum >>> 0).toString(16).padStart(8, "0")}`;
}
