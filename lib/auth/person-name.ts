/**
 * Characters that a name may not hold, because two names that look the same would be two, or a line would read otherwise
 * than it is written: control, format (zero width, direction), private use, half pairs, line ends, and letters that are
 * drawn as nothing.
 */
const unseen =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u115F\u1160\u2800\u3164\uFFA0]|\u034F|[\u17B4\u17B5]|[\u180B-\u180F]|[\uFE00-\uFE0F]|[\u{E0100}-\u{E01EF}]/u;
const allUnseen = new RegExp(unseen.source, "gu");

/** A name in one form: composed (NFC), single plain spaces, none around it. Pure. */
export const tidyName = (name: string): string =>
  name
    .normalize("NFC")
    .replace(/[\p{Zs}\t\r\n]+/gu, " ")
    .trim();

/** Whether a name holds a character that cannot be seen. Pure. */
export const hasUnseen = (name: string): boolean => unseen.test(name);

/** A name as an identity provider says it, without what cannot be seen; at most 100 characters. Pure. */
export function cleanName(name: string): string {
  return tidyName([...tidyName(name).replace(allUnseen, "")].slice(0, 100).join("")) || "Someone";
}
