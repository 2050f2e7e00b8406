/** Escapes a text for Slack's mrkdwn. Pure. */
export const slackText = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** A link in Slack's mrkdwn. Pure. */
export const slackLink = (url: string, words: string): string =>
  `<${url.replace(/[<>|]/g, encodeURIComponent)}|${slackText(words)}>`;
