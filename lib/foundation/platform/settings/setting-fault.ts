import type { z } from "zod";
import { SETTINGS, type Setting } from "./setting-list.ts";

/**
 * What is wrong with the value of a setting, for whoever wrote it: what it may be, and an example.
 * The value itself is not shown, as it may be a secret.
 */
export function settingFault(issue: z.core.$ZodIssue): string {
  const name = issue.path.join(".");
  const example = (SETTINGS as Record<string, Setting>)[name]?.example;
  return `${name}: ${wordsFor(issue)}${example === undefined ? "" : ` (such as ${example})`}`;
}

function wordsFor(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_value":
      return `it is one of ${issue.values.map(String).join(", ")}`;
    case "invalid_type":
      return issue.expected === "int" ? "it is a whole number" : `it is a ${issue.expected}`;
    case "too_small":
      return issue.origin === "string"
        ? `it has ${issue.minimum} signs or more`
        : `it is ${issue.minimum} or more`;
    case "too_big":
      return issue.origin === "string"
        ? `it has ${issue.maximum} signs or fewer`
        : `it is ${issue.maximum} or less`;
    case "invalid_format":
      return issue.format === "email" ? "it is an e-mail address" : "it is an address of this kind";
    default:
      return issue.message;
  }
}
