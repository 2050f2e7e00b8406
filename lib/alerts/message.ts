import { escapeHtml } from "@/lib/core/escape-html";
import type { AlertSeverity } from "@/lib/core/generated/prisma/enums";
import { slackLink, slackText } from "@/lib/core/slack-text";

/** The body of a webhook for an alert. */
export type AlertMessage = {
  /** The alert's kind, or "channel.test". */
  type: string;
  /** When the alert was raised. */
  timestamp: string;
  data: {
    /** The alert's id; null for a test. */
    id: string | null;
    severity: AlertSeverity;
    title: string;
    body: string;
    /** The absolute URL of its page. */
    url: string;
    workspace: string;
    prompt: string | null;
    environment: string | null;
  } & Record<string, unknown>;
};

const severityWords: Record<AlertSeverity, string> = { info: "Note", warning: "Warning", critical: "Critical" };

/** Returns text without line breaks and control characters, which could end a header or move a cursor. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

/** Truncates a text to a length in its encoded form, without splitting a character. */
function cut(text: string, most: number, write = (part: string) => part): string {
  const whole = write(text);
  if (whole.length <= most) return whole;
  let shortened = "";
  for (const character of text) {
    const next = write(character);
    if (shortened.length + next.length >= most) break;
    shortened += next;
  }
  return `${shortened}…`;
}

/**
 * Returns the message for Slack's incoming webhooks. Compatible services (Mattermost, Discord with /slack) read only
 * `text`.
 */
export function toSlack({ data }: AlertMessage) {
  // Slack rejects a section of more than 3,000 characters.
  const title = cut(oneLine(data.title), 300, slackText);
  const body = cut(data.body, 2_500, slackText);
  const place = [data.prompt, data.environment].filter((part) => part !== null).join(", ");
  const link = slackLink(data.url, "Open in Understudy");
  return {
    text: `*${title}*${body ? `\n${body}` : ""}\n${link}`,
    blocks: [
      { type: "section", text: { type: "mrkdwn", text: `*${title}*${body ? `\n${body}` : ""}` } },
      {
        type: "context",
        elements: [
          { type: "mrkdwn", text: [severityWords[data.severity], slackText(place), link].filter(Boolean).join(" · ") },
        ],
      },
    ],
  };
}

/** Returns the message as an e-mail: subject, plain text, and HTML without external resources. */
export function toEmail({ data, timestamp }: AlertMessage): { subject: string; text: string; html: string } {
  const title = oneLine(data.title);
  const place = [data.prompt, data.environment].filter((part) => part !== null).join(", ");
  const facts = [severityWords[data.severity], place, `${timestamp.slice(0, 16).replace("T", " ")} UTC`]
    .filter(Boolean)
    .join(" · ");
  const lines = [
    title,
    data.body,
    `${facts}\n${data.url}`,
    `You get this because an alert channel of ${oneLine(data.workspace)} in Understudy sends alerts to your address.`,
  ];
  return {
    subject: cut(`[${oneLine(data.workspace)}] ${title}`, 200),
    text: `${lines.filter(Boolean).join("\n\n")}\n`,
    html: [
      '<!doctype html><html lang="en"><body style="margin:0;padding:24px;font:14px/22px system-ui,sans-serif;color:#1c1c1a;background:#ffffff">',
      `<p style="margin:0 0 8px;font-size:18px;line-height:26px;font-weight:600">${escapeHtml(title)}</p>`,
      data.body ? `<p style="margin:0 0 12px;white-space:pre-line">${escapeHtml(data.body)}</p>` : "",
      `<p style="margin:0 0 16px;color:#63635e">${escapeHtml(facts)}</p>`,
      `<p style="margin:0 0 24px"><a href="${escapeHtml(data.url)}" style="color:#2f4bd0;font-weight:600">Open in Understudy</a></p>`,
      `<p style="margin:0;font-size:12px;line-height:16px;color:#63635e">${escapeHtml(lines[3] ?? "")}</p>`,
      "</body></html>",
    ].join("\n"),
  };
}
