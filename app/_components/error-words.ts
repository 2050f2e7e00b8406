import { databaseUnavailableDigest } from "@/lib/core/database-errors";

const unforeseen = {
  title: "This page could not be shown",
  text: "Something failed on the server. Apps still get their prompts, and saved data is not lost.",
  reference: true,
};

const withoutDatabase = {
  title: "The database is not available",
  text: "Until it is back, pages cannot be shown and nothing can be saved. Apps still get the prompts that they requested before. Saved data is not lost.",
  reference: false,
};

/** What an error page says; all that reaches it of the cause is Next's digest. */
export const errorWords = (digest: string | undefined) =>
  digest === databaseUnavailableDigest ? withoutDatabase : unforeseen;
