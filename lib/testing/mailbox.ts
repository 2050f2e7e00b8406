import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

type Mail = { from: string; to: string[]; raw: string };

/** Decodes an e-mail: unfolds headers, decodes quoted-printable, base64 and encoded words. */
export function readMail(raw: string) {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const headers = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const decode = (text: string) =>
    Buffer.from(
      text.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
      "latin1",
    ).toString("utf8");
  const parts = rest.join("\r\n\r\n").split(/^--.*$/m);
  const part = (type: string) => {
    const found = [...parts, raw].find((one) => new RegExp(`^Content-Type: ${type}`, "mi").test(one)) ?? "";
    const [own = "", ...body] = found.trimStart().split("\r\n\r\n");
    const text = body.join("\r\n\r\n");
    if (/Transfer-Encoding: base64/i.test(own)) return Buffer.from(text, "base64").toString("utf8");
    return /Transfer-Encoding: quoted-printable/i.test(own) ? decode(text) : text;
  };
  return { headers, text: part("text/plain"), html: part("text/html") };
}

/** Starts a mail server that stores accepted mails. `refuse` contains the refusals by address. */
export async function startMailbox() {
  const mails: Mail[] = [];
  const state = { refuse: (_: string): { code: number; message: string } | null => null };
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onRcptTo({ address }, _, done) {
      const refusal = state.refuse(address);
      done(refusal && Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : "",
          to: envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString("utf8"),
        });
        done();
      });
    },
  });
  server.on("error", () => {}); // ignore clients that disconnect
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.server.address() as AddressInfo;
  return Object.assign(state, {
    mails,
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise<void>((done) => server.close(() => done())),
  });
}

export type Mailbox = Awaited<ReturnType<typeof startMailbox>>;
