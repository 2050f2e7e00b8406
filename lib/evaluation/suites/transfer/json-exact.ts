const token = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/** As JSON.parse, but integers that a number cannot hold exactly stay texts. Throws as JSON.parse does. */
export function parseJsonExactly(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  JSON.parse(text); // what is no JSON is refused as it stands, not as it is changed below
  const changed = text.replaceAll(token, (found) =>
    found.startsWith('"') || Number.isSafeInteger(Number(found)) ? found : `"${found}"`,
  );
  return JSON.parse(changed);
}
