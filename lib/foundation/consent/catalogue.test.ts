import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import type { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { GROUPS, TRAIT_NAMES } from "#lib/learning/attendance/traits.ts";
import {
  CATALOGUE,
  CONSENT_FIELDS,
  COUNTRIES,
  consentFieldsIn,
  FIELDS,
  NOTICES,
} from "./catalogue.ts";

type Consent = (typeof MESSAGES)["en"]["consent"];

/**
 * What each version of a notice said, as a digest: a changed word without a new version would
 * falsify older proofs.
 */
const DIGESTS: Record<string, string> = {
  "disability 1": "143b9f0e8dbd34df",
  "minority 1": "f82f4a7127d11fce",
};

test.each(CONSENT_FIELDS)("the words of %s are those of its version", (field) => {
  const said = LOCALES.map((locale) => {
    // As they are written: the spaces beside French marks are typography.
    const file = join(import.meta.dirname, "../i18n/messages", locale, "consent.json");
    const { fields, who, howLong, free } = JSON.parse(readFileSync(file, "utf8")) as Consent;
    return [locale, fields[field], who, howLong, free];
  });
  const digest = createHash("sha256").update(JSON.stringify(said)).digest("hex").slice(0, 16);
  expect(digest).toBe(DIGESTS[`${field} ${NOTICES[field].version}`]);
});

/**
 * What may be asked where and what for, by version: a change is a new version, and the older one
 * stays known by its digest.
 */
const CATALOGUES: Record<number, string> = { 1: "54b5bf3c2e2175e8" };

test("the catalogue is that of its version, and each notice names the purposes of its field", () => {
  const digest = createHash("sha256").update(JSON.stringify(FIELDS)).digest("hex").slice(0, 16);
  expect(digest).toBe(CATALOGUES[CATALOGUE.version]);
  for (const field of CONSENT_FIELDS)
    expect(NOTICES[field].purposes).toEqual(FIELDS[field].purposes);
});

test("ethnic origin is never asked in France, and special categories only with consent", () => {
  expect(FIELDS.minority.asking.FR).toBe("never");
  expect(consentFieldsIn("FR")).toEqual(["disability"]);
  expect(consentFieldsIn("BE")).toEqual(["disability", "minority"]);
  for (const field of CONSENT_FIELDS)
    for (const country of COUNTRIES) expect(FIELDS[field].asking[country]).not.toBe("without_name");
});

test("what the attendance sheet asks without a name is what the catalogue says", () => {
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  for (const country of COUNTRIES) {
    const asked = Object.entries(FIELDS)
      .filter(([, { asking }]) => asking[country] === "without_name")
      .map(([field]) => field);
    const traits = TRAIT_NAMES.map(snake).filter((trait) => trait !== "first_time");
    expect(asked.sort()).toEqual([...traits, ...GROUPS[country]].sort());
  }
});
