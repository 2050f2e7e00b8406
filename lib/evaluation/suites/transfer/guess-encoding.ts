import { decodeAs, type Encoding } from "./encodings";

/** Pairs of bytes that everyday texts of an encoding consist of: its kana or syllables, and its common characters. */
type Pairs = {
  encoding: Encoding;
  isCommon: (lead: number, trail: number) => boolean;
  isKana?: (lead: number) => boolean;
};

const within = (value: number, from: number, to: number) => value >= from && value <= to;

/** Korean first: its syllables are common characters of Chinese too. */
const pairs: readonly Pairs[] = [
  { encoding: "euc-kr", isCommon: (lead, trail) => within(lead, 0xb0, 0xc8) && trail >= 0xa1 },
  {
    encoding: "shift_jis",
    isCommon: (lead) => within(lead, 0x81, 0x83) || within(lead, 0x88, 0x97),
    isKana: (lead) => lead === 0x82 || lead === 0x83,
  },
  {
    encoding: "euc-jp",
    isCommon: (lead, trail) =>
      trail >= 0xa1 && (lead === 0xa1 || lead === 0xa4 || lead === 0xa5 || within(lead, 0xb0, 0xcf)),
    isKana: (lead) => lead === 0xa4 || lead === 0xa5,
  },
  {
    encoding: "gbk",
    isCommon: (lead, trail) => trail >= 0xa1 && (within(lead, 0xb0, 0xd7) || lead === 0xa1 || lead === 0xa3),
  },
  { encoding: "big5", isCommon: (lead) => within(lead, 0xa4, 0xc6) || lead === 0xa1 },
];

/** Letters and signs that everyday texts contain beside ASCII. */
const alphabets: readonly { encoding: Encoding; isUsual: RegExp }[] = [
  { encoding: "windows-1252", isUsual: /[äöüßÄÖÜéèêëàâçîïôùûœÉÈÀÇáíóúñ¿¡ÁÍÓÚÑãõÃÕìòåæøÅÆØ€£§°«»„“”‚‘’–—…·©®™\u00a0]/ },
  {
    encoding: "windows-1250",
    isUsual: /[ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäöüßÄÖÜőűŐŰăâîşţ€§°«»„“”‚‘’–—…\u00a0]/,
  },
  { encoding: "windows-1254", isUsual: /[ğıöüşçâîûĞİÖÜŞÇ€§°«»“”‘’–—…\u00a0]/ },
];
/** Of two that fit, the first is right more often: Greek read as Cyrillic has capitals within words. */
const scripts: readonly { encoding: Encoding; isLetter: RegExp }[] = [
  { encoding: "windows-1255", isLetter: /[א-ת]/ },
  { encoding: "windows-1251", isLetter: /\p{Script=Cyrillic}/u },
  { encoding: "windows-1253", isLetter: /\p{Script=Greek}/u },
  { encoding: "koi8-r", isLetter: /[а-яё]/i },
  { encoding: "windows-1256", isLetter: /\p{Script=Arabic}/u },
  { encoding: "windows-874", isLetter: /\p{Script=Thai}/u },
];
const sign = /[€§°№«»„“”‚‘’–—…\u00a0]/;

/** The share of the bytes above ASCII that are common pairs. Japanese without any kana counts half. */
function shareOfPairs(bytes: Uint8Array, { isCommon, isKana }: Pairs): number {
  let [all, common, kana] = [0, 0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    all += 1;
    const trail = bytes[at + 1] ?? 0;
    if (trail < 0x40 || !isCommon(lead, trail)) continue;
    common += 1;
    if (isKana?.(lead)) kana += 1;
    at += 1;
  }
  return (common / Math.max(1, all)) * (isKana && kana === 0 ? 0.5 : 1);
}

const beyondAscii = /[^\0-\x7f]+/g;

/** The share of the characters above ASCII that are usual. In Latin alphabets four of them never stand in a row. */
function shareOfLatin(text: string, isUsual: RegExp): number {
  let [all, usual] = [0, 0];
  for (const [run] of text.matchAll(beyondAscii)) {
    all += run.length;
    if (run.length < 4) usual += [...run].filter((each) => isUsual.test(each)).length;
  }
  return usual / Math.max(1, all);
}

/**
 * The share of the characters above ASCII that are letters of the script. They do not stand beside Latin letters, and a
 * capital does not follow a small letter. A text that is mostly capitals counts half.
 */
function shareOfScript(text: string, isLetter: RegExp): number {
  let [all, usual, capitals] = [0, 0, 0];
  for (const { 0: run, index } of text.matchAll(beyondAscii)) {
    all += run.length;
    const isMixed = /[a-z]/i.test(`${text[index - 1] ?? ""}${text[index + run.length] ?? ""}`);
    if (isMixed || /\p{Ll}\p{Lu}/u.test(run)) continue;
    for (const each of run) {
      if (isLetter.test(each) || sign.test(each)) usual += 1;
      if (/\p{Lu}/u.test(each)) capitals += 1;
    }
  }
  return (usual / Math.max(1, all)) * (capitals * 2 > all ? 0.5 : 1);
}

/** What a spreadsheet writes where people read this language first. */
const byLanguage: Readonly<Record<string, Encoding>> = {
  ja: "shift_jis",
  zh: "gbk",
  "zh-tw": "big5",
  "zh-hk": "big5",
  ko: "euc-kr",
  ru: "windows-1251",
  uk: "windows-1251",
  bg: "windows-1251",
  sr: "windows-1251",
  pl: "windows-1250",
  cs: "windows-1250",
  sk: "windows-1250",
  hu: "windows-1250",
  ro: "windows-1250",
  hr: "windows-1250",
  sl: "windows-1250",
  tr: "windows-1254",
  el: "windows-1253",
  he: "windows-1255",
  ar: "windows-1256",
  fa: "windows-1256",
  th: "windows-874",
};

/**
 * The most plausible encoding of a text that is not Unicode. Between equals the reader's languages decide, then
 * Western European. Statistics of letter pairs need hundreds of letters; files of cases are often shorter.
 */
export function guessEncoding(bytes: Uint8Array, languages: readonly string[]): Encoding {
  const head = bytes.subarray(0, 100_000);
  const local = languages.map((each) => byLanguage[each.toLowerCase()] ?? byLanguage[each.slice(0, 2).toLowerCase()]);
  const found: { encoding: Encoding; share: number }[] = [];
  for (const { encoding, isUsual } of alphabets)
    found.push({ encoding, share: shareOfLatin(decodeAs(head, encoding), isUsual) });
  for (const each of pairs) found.push({ encoding: each.encoding, share: shareOfPairs(head, each) });
  for (const { encoding, isLetter } of scripts)
    found.push({ encoding, share: shareOfScript(decodeAs(head, encoding), isLetter) });
  const best = Math.max(...found.map(({ share }) => share));
  if (best === 0) return local.find((each) => each !== undefined) ?? "windows-1252";
  const equals = found.filter(({ share }) => share >= best - 0.02).map(({ encoding }) => encoding);
  return local.find((each) => each !== undefined && equals.includes(each)) ?? equals[0] ?? "windows-1252";
}
