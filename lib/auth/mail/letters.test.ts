import { expect, test } from "vitest";
import { type Letter, toMail, toSlackMessage } from "./letters";

const url = "https://prompts.example.com/sign-in/reset/abc";
const letters: Letter[] = [
  { kind: "reset", url, minutes: 60 },
  { kind: "reset-elsewhere", providers: "Google" },
  { kind: "password-changed" },
  { kind: "verify", url },
  { kind: "confirm-address", url, from: "old@example.com" },
  { kind: "address-asked", to: "new@example.com" },
  { kind: "address-changed", from: "old@example.com", to: "new@example.com" },
  { kind: "invitation", url, workspace: "Fernway", invitedBy: "Priya", role: "editor", days: 7 },
  { kind: "workspace-deletion", url, workspace: "Fernway", by: "Priya", day: "30 November 2026" },
  { kind: "review-asked", url, workspace: "Fernway", by: "Mara", about: "shop/reply v3", title: "Shorter" },
  {
    kind: "mentioned",
    what: "comment",
    url,
    workspace: "Fernway",
    by: "Mara",
    about: "shop/reply v3",
    text: "Please look.",
  },
  { kind: "review-answered", url, workspace: "Fernway", by: "Mara", about: "v3", did: "approved", text: "" },
  { kind: "digest", url, workspace: "Fernway", week: "16 to 22 November (UTC)", parts: [] },
  { kind: "ownership", url, workspace: "Fernway", from: "Priya", to: "Mara" },
  { kind: "second-factor", change: "A passkey was added." },
];

test.each(letters)("$kind has the same content in text and HTML, with its link", (letter) => {
  const { subject, text, html } = toMail(letter);
  expect(subject).toMatch(/^[A-Z][^.]*$/);
  for (const line of text.trim().split("\n\n")) expect(html).toContain(line);
  expect(text.includes(url)).toBe("url" in letter);
});

test("a digest has its parts in both", () => {
  const parts = [{ title: "Got worse", lines: ["shop/reply <v3>", "shop/ask"] }];
  const { text, html } = toMail({ kind: "digest", url, workspace: "Fernway", week: "16 to 22 November (UTC)", parts });
  expect(text).toContain("Got worse\n- shop/reply <v3>\n- shop/ask");
  expect(html).toContain('<li style="margin:0 0 4px">shop/reply &lt;v3&gt;</li>');
});

test("a message for Slack has the same content, and its markup is not that of people", () => {
  const parts = [{ title: "Got worse", lines: ["shop/reply <v3>"] }];
  expect(toSlackMessage({ kind: "digest", url, workspace: "Fern & way", week: "16 to 22 November", parts }).text).toBe(
    `*Fern &amp; way: weekly digest, 16 to 22 November*
Regressions, items waiting for you, and cost.
<${url}|Open the inbox>

*Got worse*
• shop/reply &lt;v3&gt;

You can turn these messages off under Account.`,
  );
});

test("escapes names of people and workspaces: no markup, no extra header or line", () => {
  const { subject, text, html } = toMail({
    kind: "invitation",
    url,
    workspace: "A\r\nBcc: all@example.com",
    invitedBy: '<a href="https://evil.example">click</a>',
    role: "editor",
    days: 7,
  });
  expect(subject).toBe("Join A Bcc: all@example.com in Understudy");
  expect(text.split("\n\n")[0]).not.toContain("\n");
  expect(html).not.toContain('<a href="https://evil.example"');
});
