import { test } from "./support/fixtures";
import { expectGoodLooks } from "./support/looks";

const pages = {
  prompts: "prompts",
  "prompts-none": "prompts?q=nothing-is-called-this",

  edit: "prompts/support/reply",
  history: "prompts/support/reply?tab=history",
  "history-releases": "prompts/support/reply?tab=history&view=releases",
  "prompt-use": "prompts/support/reply?tab=use",
  "prompt-settings": "prompts/support/reply?tab=settings",
  releases: "releases",
  "time-machine": "time-machine?prompt=support/reply&environment=production",
  use: "use",
  settings: "settings",
  keys: "settings/keys",
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

test("sign-in can be read by everyone, on a desk and on a phone, in light and dark", async ({ visitor }) => {
  await expectGoodLooks(visitor, "/sign-in", "sign-in");
});
