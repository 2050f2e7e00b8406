import { databaseUnavailableDigest } from "@/lib/core/database-errors";

const unforeseen = {
  title: "This page could not be shown",
  text: "Something failed on the server. Apps keep getting their prompts; nothing you saved is lost.",
  reference: true,
};

const withoutDatabase = {
  title: "The database is not available",
  text: "Pages cannot be read and nothing can be saved until it is back. Apps keep getting the prompts they have asked for before; nothing you saved is lost.",
  reference: false,
};

/** What an error page says; all that reaches it of the cause is Next's digest. */
export const errorWords = (digest: string | undefined) =>
  digest === databaseUnavailableDigest ? withoutDatabase : unforeseen;
