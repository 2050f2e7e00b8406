import { databaseUnavailableDigest } from "./database-errors";

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

/** Returns the texts of an error page. The page knows only Next's digest of the cause. */
export const errorWords = (digest: string | undefined) =>
  digest === databaseUnavailableDigest ? withoutDatabase : unforeseen;
