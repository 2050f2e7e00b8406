// Posts the result of an evaluation on a pull request. Replaces the previous comment for the same environment.
import { readFileSync } from "node:fs";

const { GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN, PULL_REQUEST, MARKDOWN, ENVIRONMENT = "" } = process.env;
const most = 60_000; // GitHub's limit is 65,536 characters
const mark = `<!-- understudy: ${ENVIRONMENT.replace(/[^\w.-]/g, "")} -->`;

async function call(path, options = {}) {
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
    ...options,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${GITHUB_TOKEN}`,
      "content-type": "application/json",
    },
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok)
    throw new Error(`GitHub answered ${response.status}. A comment needs the permission pull-requests: write.`);
  return response.json();
}

async function findOwn() {
  for (let page = 1; ; page++) {
    const comments = await call(`/issues/${PULL_REQUEST}/comments?per_page=100&page=${page}`);
    const found = comments.find(({ body, user }) => body?.startsWith(mark) && user?.type === "Bot");
    if (found || comments.length < 100) return found;
  }
}

const text = readFileSync(MARKDOWN ?? "", "utf8");
const body = JSON.stringify({ body: `${mark}\n${text.length > most ? `${text.slice(0, most)}\n\n…` : text}` });
const own = await findOwn();
if (own) await call(`/issues/comments/${own.id}`, { method: "PATCH", body });
else await call(`/issues/${PULL_REQUEST}/comments`, { method: "POST", body });
