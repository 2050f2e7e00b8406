import { test } from "./support/fixtures";
import { expectGoodLooks } from "./support/looks";

const pages = {
  prompts: "prompts",
  "prompts-found": "prompts?q=refund",
  "prompts-none": "prompts?q=nothing-is-called-this",

  edit: "prompts/support/reply",
  "edit-unsaved": "prompts/search/no-results",
  playground: "prompts/support/reply?tab=playground&columns=4:offline/understudy-offline,6:offline/understudy-offline",
  history: "prompts/support/reply?tab=history",
  "history-releases": "prompts/support/reply?tab=history&view=releases",
  copies: "prompts/support/triage?tab=copies",
  "copies-new": "prompts/support/triage?tab=copies&new=2",
  "copies-none": "prompts/support/summary?tab=copies",
  "prompt-use": "prompts/support/reply?tab=use",
  "used-by": "prompts/shared/tone?tab=uses",
  "used-by-none": "prompts/support/reply?tab=uses",
  import: "import",
  "prompt-settings": "prompts/support/reply?tab=settings",
  evaluations: "evaluations",
  "evaluations-none": "evaluations?q=nothing-is-called-this",
  inbox: "inbox",
  "inbox-none": "inbox?prompt=nothing-is-called-this",
  "change-waiting": "changes/3",
  "change-blocked": "changes/2?view=unified",
  "change-released": "changes/1",
  releases: "releases",
  "time-machine": "time-machine?prompt=support/reply&environment=production",
  use: "use",
  settings: "settings",
  members: "settings/members",
  "members-invite": "settings/members?new=true",
  keys: "settings/keys",
  models: "settings/models",
  "models-new": "settings/models?new=true",
  audit: "settings/audit",
  "not-there": "prompts/no/such/prompt",
};

for (const [name, path] of Object.entries(pages)) {
  test(`${name} can be read by everyone, on a desk and on a phone, in light and dark`, async ({
    page,
    credentials,
  }) => {
    await expectGoodLooks(page, `/${credentials.workspace}/${path}`, name);
  });
}

test("a suite can be read by everyone, on a desk and on a phone, in light and dark", async ({
  page,
  api,
  credentials,
}) => {
  const { body } = await api.manage<{ items: { id: string }[] }>("GET", "/suites?prompt=support/reply");
  await expectGoodLooks(page, `/${credentials.workspace}/evaluations/suites/${body.items[0]?.id}`, "suite");
});

test("sign-in can be read by everyone, on a desk and on a phone, in light and dark", async ({ visitor }) => {
  await expectGoodLooks(visitor, "/sign-in", "sign-in");
});

test("a draft copy and its merge can be read by everyone, on a desk and on a phone, in light and dark", async ({
  page,
  api,
  credentials,
}) => {
  type Copies = { items: { id: string }[] };
  const { body } = await api.manage<Copies>("GET", "/prompts/support%2Ftriage/drafts?status=open");
  const path = `/${credentials.workspace}/prompts/support/triage?tab=copies&copy=${body.items[0]?.id}`;
  await expectGoodLooks(page, path, "copy");
  await expectGoodLooks(page, `${path}&view=merge`, "copy-merge");
});

test("a shared preview can be read by everyone, on a desk and on a phone, in light and dark", async ({
  visitor,
  api,
}) => {
  const { body } = await api.manage<{ path: string }>("POST", "/prompts/support%2Freply/previews", {});
  await expectGoodLooks(visitor, body.path, "preview");
  await expectGoodLooks(visitor, `${body.path.slice(0, -3)}xyz`, "preview-none");
});

test("an invitation can be read by everyone, on a desk and on a phone, in light and dark", async ({ visitor, api }) => {
  const email = `looks-${Date.now().toString(36)}@journey.example`;
  const { body } = await api.manage<{ id: string; path: string }>("POST", "/invitations", { email, role: "publisher" });
  await expectGoodLooks(visitor, body.path, "invitation");
  await api.manage("DELETE", `/invitations/${body.id}`);
  await expectGoodLooks(visitor, body.path, "invitation-revoked");
});

for (const name of ["account", "new-workspace"]) {
  test(`${name} can be read by everyone, on a desk and on a phone, in light and dark`, async ({ page }) => {
    await expectGoodLooks(page, `/${name}`, name);
  });
}
