/**
 * The beginning of a cell that a spreadsheet takes for a formula: the blanks before it too, and the wide signs, which East
 * Asian versions read as the narrow ones. With an apostrophe before it, the cell is text.
 */
export const formula = /^\s*[=+\-@\t\r＝＋－＠]/;
