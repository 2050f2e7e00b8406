/**
 * Characters that a name may not contain, because they are invisible or change how a line is displayed: control
 * characters, format characters (zero width, direction), private use, unpaired surrogates, line ends, and blank
 * letters.
 */
const unseen =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u115F\u1160\u2800\u3164\uFFA0]|\u034F|[\u17B4\u17B5]|[\u180B-\u180F]|[\uFE00-\uFE0F]|[\u{E0100}-\u{E01EF}]/u;
const allUnseen = new RegExp(unseen.source, "gu");

/** Normalizes a name: NFC, single spaces, no surrounding white space. Pure. */
export const tidyName = (name: string): string =>
  name
    .normalize("NFC")
    .replace(/[\p{Zs}\t\r\n]+/gu, " ")
    .trim();

/** Whether a name contains an invisible character. Pure. */
export const hasUnseen = (name: string): boolean => unseen.test(name);

/** Cleans a name from an identity provider: removes invisible characters and truncates to 100 characters. Pure. */
export function cleanName(name: string): string {
  return tidyName([...tidyName(name).replace(allUnseen, "")].slice(0, 100).join("")) || "Someone";
}
