import { escapeHtml } from "@/lib/core/escape-html";
import type { Role } from "@/lib/core/generated/prisma/enums";
import { slackLink, slackText } from "@/lib/core/slack-text";

/** The kinds of letters about a person's account. */
export type Letter =
  | { kind: "reset"; url: string; minutes: number }
  | { kind: "reset-elsewhere"; providers: string }
  | { kind: "password-changed" }
  | { kind: "verify"; url: string }
  | { kind: "confirm-address"; url: string; from: string }
  | { kind: "address-asked"; to: string }
  | { kind: "address-changed"; from: string; to: string }
  | { kind: "invitation"; url: string; workspace: string; invitedBy: string; role: Role; days: number }
  | { kind: "workspace-deletion"; url: string; workspace: string; by: string; day: string }
  | { kind: "ownership"; url: string; workspace: string; from: string; to: string }
  | { kind: "second-factor"; change: string }
  | { kind: "review-asked"; url: string; workspace: string; by: string; about: string; title: string }
  | {
      kind: "mentioned";
      what: "comment" | "note";
      url: string;
      workspace: string;
      by: string;
      about: string;
      text: string;
    }
  | { kind: "review-answered"; url: string; workspace: string; by: string; about: string; did: string; text: string }
  | { kind: "digest"; url: string; workspace: string; week: string; parts: LetterPart[] };

/** A section of a longer letter: a heading and its lines. */
export type LetterPart = { title: string; lines: string[] };

type Text = { subject: string; lines: string[]; parts?: LetterPart[]; link?: { url: string; words: string } };

const settings = "You can turn these messages off under Account.";

const ignore = "If you did not request this, ignore this e-mail. Nothing changes.";
const notYou = "If this was not you, set a new password at once, and tell an owner of your workspace.";
const plain = (text: string) => text.replace(/\s+/g, " ").trim();

function textOf(letter: Letter): Text {
  switch (letter.kind) {
    case "reset":
      return {
        subject: "Set a new password",
        lines: [
          `Someone requested a new password for this address. The link is valid for ${letter.minutes} minutes and works once.`,
          ignore,
        ],
        link: { url: letter.url, words: "Set a new password" },
      };
    case "reset-elsewhere":
      return {
        subject: "Your account has no password",
        lines: [
          `Someone requested a new password for this address. Your account has none: you sign in through ${letter.providers}.`,
          ignore,
        ],
      };
    case "password-changed":
      return {
        subject: "Your password was changed",
        lines: ["The password of your account was changed, and your other sessions were ended.", notYou],
      };
    case "verify":
      return {
        subject: "Confirm your e-mail address",
        lines: ["Confirm that this address is yours. The link is valid for 24 hours and works once.", ignore],
        link: { url: letter.url, words: "Confirm this address" },
      };
    case "confirm-address":
      return {
        subject: "Confirm your new e-mail address",
        lines: [
          `The account ${letter.from} was changed to sign in with this address. The link is valid for 24 hours and works once.`,
          ignore,
        ],
        link: { url: letter.url, words: "Use this address" },
      };
    case "address-asked":
      return {
        subject: "Your e-mail address is about to change",
        lines: [
          `Someone who is signed in to your account requested to change its address to ${letter.to}. It changes once that address is confirmed.`,
          notYou,
        ],
      };
    case "address-changed":
      return {
        subject: "Your e-mail address was changed",
        lines: [`The address of your account was changed from ${letter.from} to ${letter.to}.`, notYou],
      };
    case "invitation":
      return {
        subject: `Join ${plain(letter.workspace)} in Understudy`,
        lines: [
          `${plain(letter.invitedBy)} invites you to ${plain(letter.workspace)} as ${letter.role}. The link is valid for ${letter.days} days and works once.`,
          "If you did not expect this, ignore this e-mail.",
        ],
        link: { url: letter.url, words: "Open the invitation" },
      };
    case "workspace-deletion":
      return {
        subject: `${plain(letter.workspace)} will be deleted on ${letter.day}`,
        lines: [
          `${plain(letter.by)} asked to delete this workspace. Until then it works as before, and any owner can keep it.`,
          "After that everything is deleted: prompts, history, results and requests. Its API keys stop working.",
        ],
        link: { url: letter.url, words: "Open its settings" },
      };
    case "ownership":
      return {
        subject: `${plain(letter.workspace)} has a new owner`,
        lines: [
          `${plain(letter.from)} transferred the ownership of this workspace to ${plain(letter.to)} and is now an admin.`,
          "If this is not correct, tell an owner of the workspace.",
        ],
        link: { url: letter.url, words: "Open its members" },
      };
    case "review-asked":
      return {
        subject: `${plain(letter.by)} asks you to review ${letter.about}`,
        lines: [plain(letter.title), `In ${plain(letter.workspace)}.`, settings],
        link: { url: letter.url, words: "Open the change request" },
      };
    case "mentioned":
      return {
        subject: `${plain(letter.by)} mentioned you on ${letter.about}`,
        lines: [plain(letter.text), `In ${plain(letter.workspace)}.`, settings],
        link: { url: letter.url, words: `Open the ${letter.what}` },
      };
    case "review-answered":
      return {
        subject: `${plain(letter.by)} ${letter.did} ${letter.about}`,
        lines: [plain(letter.text) || "Without a comment.", `In ${plain(letter.workspace)}.`, settings],
        link: { url: letter.url, words: "Open the change request" },
      };
    case "digest":
      return {
        subject: `${plain(letter.workspace)}: weekly digest, ${letter.week}`,
        lines: ["Regressions, items waiting for you, and cost.", settings],
        parts: letter.parts,
        link: { url: letter.url, words: "Open the inbox" },
      };
    case "second-factor":
      return { subject: "How you sign in was changed", lines: [letter.change, notYou] };
  }
}

/** The letter as a message for an incoming webhook of Slack, or a compatible service. Pure. */
export function toSlackMessage(letter: Letter): { text: string } {
  const { subject, lines, parts = [], link } = textOf(letter);
  const blocks = parts.map(({ title, lines: partLines }) =>
    [`*${slackText(title)}*`, ...partLines.map((line) => `• ${slackText(plain(line))}`)].join("\n"),
  );
  const head = [
    `*${slackText(subject)}*`,
    slackText(lines[0] ?? ""),
    ...(link ? [slackLink(link.url, link.words)] : []),
  ];
  return { text: [head.join("\n"), ...blocks, lines.slice(1).map(slackText).join("\n")].filter(Boolean).join("\n\n") };
}

function partHtml({ title, lines }: LetterPart): string {
  const items = lines.map((line) => `<li style="margin:0 0 4px">${escapeHtml(plain(line))}</li>`).join("");
  return `<h2 style="margin:0 0 8px;font-size:14px;line-height:22px">${escapeHtml(title)}</h2><ul style="margin:0 0 24px;padding:0 0 0 20px">${items}</ul>`;
}

/** The letter as an e-mail: subject, plain text and HTML. Pure. */
export function toMail(letter: Letter): { subject: string; text: string; html: string } {
  const { subject, lines, parts = [], link } = textOf(letter);
  const blocks = parts.map(({ title, lines: partLines }) =>
    [title, ...partLines.map((line) => `- ${plain(line)}`)].join("\n"),
  );
  const text = [lines[0] ?? "", ...(link ? [link.url] : []), ...blocks, ...lines.slice(1)].join("\n\n");
  const small = lines.slice(1).map((line) => `<p style="margin:0 0 8px;color:#63635e">${escapeHtml(line)}</p>`);
  return {
    subject: subject.slice(0, 200),
    text: `${text}\n`,
    html: [
      '<!doctype html><html lang="en"><body style="margin:0;padding:24px;font:14px/22px system-ui,sans-serif;color:#1c1c1a;background:#ffffff">',
      `<p style="margin:0 0 8px;font-size:18px;line-height:26px;font-weight:600">${escapeHtml(subject)}</p>`,
      `<p style="margin:0 0 16px">${escapeHtml(lines[0] ?? "")}</p>`,
      link
        ? `<p style="margin:0 0 24px"><a href="${escapeHtml(link.url)}" style="color:#2f4bd0;font-weight:600">${escapeHtml(link.words)}</a></p>`
        : "",
      ...parts.map(partHtml),
      ...small,
      "</body></html>",
    ].join("\n"),
  };
}
