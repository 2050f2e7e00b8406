/** `npm run reset-password -- E-MAIL`: prints a link that sets an account's password. Safe while Understudy runs. */
import { parseArgs } from "node:util";
import { makeResetLinkOnServer } from "@/lib/auth/account-links/commands/reset-password";
import { closeDatabase } from "@/lib/core/db";
import { parseEnv, provideEnv } from "@/lib/core/env";
import { runCommand } from "./command-line";
import { withOperatorDatabase } from "./operator-database";

const usage = `usage: npm run reset-password -- E-MAIL
  E-MAIL  the address that the account signs in with`;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" } },
  });
  const [email] = positionals;
  if (values.help || !email || positionals.length > 1) {
    console.log(usage);
    if (!values.help) process.exitCode = 2;
    return;
  }
  await withOperatorDatabase(parseEnv(process.env), { access: "existing" }, async ({ url: database }) => {
    provideEnv({ DATABASE_URL: database });
    const { url, hours } = await makeResetLinkOnServer(email).finally(closeDatabase);
    console.log(
      `${url}\n\nAnyone who opens this link can set a new password for ${email}. It is valid for ${hours} hours and works once.`,
    );
    if (!process.env.UNDERSTUDY_URL)
      console.log("UNDERSTUDY_URL is not set: replace the first part with the address of this server.");
  });
});
