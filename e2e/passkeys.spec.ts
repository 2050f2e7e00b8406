import { expect, signIn, test } from "./support/fixtures";
import { ageProofs, newWorkspace } from "./support/own-workspace";

const people = { ed: { name: "Ed Itor", role: "editor" } } as const;

test("a person adds a passkey, confirms with it, signs in with it and removes it", { tag: "@slow" }, async ({
  visitor,
  server,
}) => {
  const { slug, people: own } = await newWorkspace(server.dataDir, { people });
  const browser = await visitor.context().newCDPSession(visitor);
  await browser.send("WebAuthn.enable");
  const { authenticatorId } = await browser.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  });
  const section = visitor.getByRole("main");

  await test.step("adds one", async () => {
    await signIn(visitor, own.ed);
    await visitor.goto("/account");
    await section.getByRole("button", { name: "Add passkey" }).click();
    const dialog = visitor.getByRole("dialog", { name: "Add a passkey" });
    await dialog.getByLabel("Name").fill("Ed's laptop");
    await dialog.getByRole("button", { name: "Add passkey" }).click();
    await expect(section.getByRole("rowheader", { name: "Ed's laptop" })).toBeVisible();
  });

  await test.step("signs in with it", async () => {
    await visitor.getByRole("button", { name: "Sign out" }).click();
    await visitor.getByRole("button", { name: "Sign in with a passkey" }).click();
    await visitor.waitForURL(/\/start$/); // an empty workspace opens "Get started"
  });

  await test.step("removes it with a confirmation by it; then it cannot sign in", async () => {
    await ageProofs(server.dataDir, slug, 11);
    await visitor.goto("/account");
    await section.getByRole("button", { name: "Remove the passkey Ed's laptop" }).click();
    await visitor.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    const proof = visitor.getByRole("dialog", { name: "Confirm that it is you" });
    await proof.getByRole("button", { name: "Use a passkey" }).click();
    await expect(section.getByText("No passkeys.")).toBeVisible();
    await visitor.getByRole("button", { name: "Sign out" }).click();
    await visitor.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(visitor.getByRole("alert").filter({ hasText: "This passkey is not registered here" })).toBeVisible();
    await browser.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    await visitor.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(visitor.getByRole("alert").filter({ hasText: "No passkey was used" })).toBeVisible();
  });
});
