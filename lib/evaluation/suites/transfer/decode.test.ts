import { expect, test } from "vitest";
import { decodeFile } from "./decode";
import { decodeAs, type Encoding, encodings } from "./encodings";

/** Encodes a text by trying every character of one or two bytes, because the platform only decodes. */
function encodeAs(encoding: Encoding, text: string): Uint8Array {
  const bytesOf = new Map<string, number[]>();
  const learn = (bytes: number[]) => {
    const sign = decodeAs(Uint8Array.from(bytes), encoding);
    if ([...sign].length === 1 && sign !== "\ufffd" && !bytesOf.has(sign)) bytesOf.set(sign, bytes);
  };
  for (let lead = 0; lead < 256; lead += 1) learn([lead]);
  if (/jis|euc|gbk|big5/.test(encoding))
    for (let lead = 0x81; lead < 0xff; lead += 1) for (let trail = 0x40; trail < 0xff; trail += 1) learn([lead, trail]);
  return Uint8Array.from([...text].flatMap((sign) => bytesOf.get(sign) ?? expect.fail(`${encoding} has no ${sign}`)));
}

const texts: Partial<Record<Encoding, string[]>> = {
  shift_jis: [
    "name,message\n返品,荷物はどこですか\n",
    "message\nこんにちは\n",
    "name,message,expected\n配送,荷物はまだ届きません。いつ届きますか,配送状況を案内する\n",
    "商品,メッセージ\nテント,サイズを交換できますか？\n",
  ],
  "euc-jp": ["name,message\n返品,荷物はどこですか\n", "message\nこんにちは\n"],
  gbk: ["name,message\n退货,我的包裹在哪里？\n", "message\n你好,请问什么时候发货\n"],
  big5: ["name,message\n退貨,我的包裹在哪裡？\n", "message\n你好,請問什麼時候出貨\n"],
  "euc-kr": ["name,message\n반품,제 소포는 어디에 있나요\n", "message\n안녕하세요\n"],
  "windows-1251": ["name,message\nвозврат,Где моя посылка?\n", "message\nЗдравствуйте\n"],
  "koi8-r": ["name,message\nвозврат,Где моя посылка?\n"],
  "windows-1253": ["name,message\nεπιστροφή,Πού είναι το δέμα μου\n"],
  "windows-1255": ["name,message\nהחזרה,איפה החבילה שלי\n"],
  "windows-1256": ["name,message\nإرجاع,أين طردي\n"],
  "windows-874": ["name,message\nคืนสินค้า,พัสดุของฉันอยู่ที่ไหน\n"],
  "windows-1250": ["name,message\nzwrot,Gdzie jest moja paczka? Żółw ślęczy\n", "message\nPříliš žluťoučký kůň\n"],
  "windows-1254": ["name,message\niade,Siparişim nerede? Güneş çok sıcak, değişim\n"],
  "windows-1252": [
    "name,message\nGröße,Wo ist mein Päckchen?\n",
    "name,message\nRetour,Où est mon colis préféré ?\n",
    "name;message\n1;Ärger\n",
    "name,message\nPrice,It costs 5 €\n",
    "name,message\nQuote,It’s late – “where is it”\n",
    "name,message\nSaludo,¿Dónde está mi paquete? Mañana\n",
    "name,message\nHilsen,Hvor er pakken min på øya? Kjære\n",
  ],
};

test.each(Object.entries(texts).flatMap(([encoding, all]) => all.map((text) => [encoding as Encoding, text] as const)))(
  "%s: %j",
  (encoding, text) => {
    expect(decodeFile(encodeAs(encoding, text))).toEqual({ text, encoding, isGuessed: true });
  },
);

test("Unicode states itself and is not guessed", () => {
  const text = "name,message\n返品,Où\n";
  expect(decodeFile(new TextEncoder().encode(text), ["ja"])).toEqual({ text, encoding: "utf-8", isGuessed: false });
  const plain = new TextEncoder().encode("name,message\n");
  expect(decodeFile(plain, ["ja"])).toEqual({ text: "name,message\n", encoding: "utf-8", isGuessed: false });
});

test("Japanese mail is ASCII with escapes", () => {
  const bytes = Uint8Array.from([0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42, 0x0a]);
  expect(decodeFile(bytes)).toEqual({ text: "あ\n", encoding: "iso-2022-jp", isGuessed: true });
});

test("between equals the reader's languages decide", () => {
  const bytes = encodeAs("windows-1250", "name,message\nmiasto,Kraków\n");
  expect(decodeFile(bytes).encoding).toBe("windows-1252");
  expect(decodeFile(bytes, ["pl-PL", "en"]).encoding).toBe("windows-1250");
  expect(decodeFile(encodeAs("windows-1252", "Gr\u00f6\u00dfe\n"), ["ja"]).encoding).toBe("windows-1252");
});

test("any encoding can be chosen, and every choice is one that the platform decodes", () => {
  for (const { value } of encodings) expect(decodeAs(Uint8Array.from([0x41, 0x42]), value)).toBeTypeOf("string");
  expect(decodeAs(Uint8Array.from([0x81]), "utf-8")).toBe("\ufffd");
});
