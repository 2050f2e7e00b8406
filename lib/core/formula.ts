/**
 * Matches the start of a cell that a spreadsheet reads as a formula, including leading blanks and full-width signs,
 * which East Asian versions read as ASCII. A leading apostrophe makes the cell text.
 */
export const formula = /^\s*[=+\-@\t\r＝＋－＠]/;
