/**
 * Every sentence the sheet says, already in the reader's language. `#` stands for a number,
 * `{reason}` for a reason.
 */
export type SheetWords = {
  /** Between a label and what is said of it. */
  colon: string;
  soFar: string;
  ticked: string;
  nameless: string;
  here: string;
  enrolled: string;
  nobody: string;
  noLonger: string;
  everybody: string;
  walkIns: string;
  walkInsHint: string;
  walkIn: string;
  add: string;
  next: string;
  notCounted: string;
  countWithout: string;
  countAsIs: string;
  again: string;
  times: string;
  change: string;
  remove: string;
  more: string;
  keep: string;
  way: string;
  taps: string;
  paper: string;
  paperHint: string;
  notACode: string;
  tally: string;
  tallyHint: string;
  apart: string;
  apartHint: string;
  oneMore: string;
  oneFewer: string;
  people: string;
  counted: string;
  outOfRange: string;
  tooMany: string;
  save: string;
  noScript: string;
  conflict: string;
  merge: string;
  withdrawn: string;
  states: Record<
    "untouched" | "changed" | "sending" | "saved" | "waiting" | "signedOut" | "refused" | "partly",
    string
  >;
  signIn: string;
  totals: string[];
  traits: Record<string, string>;
  codes: Record<string, string>;
  groups: Record<string, string>;
};
