/** What is wrong with a new password. The server also refuses common ones. */
export const checkPassword = (value: string) =>
  value.length >= 12 ? null : "Use at least 12 characters. A few words in a row are easy to remember.";
