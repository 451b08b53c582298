import { expect, test } from "vitest";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Actor, HeldRole } from "../context.ts";
import { ACTIONS, can, whereCan } from "./policy.ts";

const person = (roles: HeldRole[], scopes: string[] | null = null): Actor => ({
  kind: "person",
  personId: "p",
  displayName: "P",
  locale: "nl",
  roles,
  scopes,
});
const facilitatorHere = person([{ role: "facilitator", spaceId: "here" }]);

test.each([
  ["a visitor books", { kind: "visitor" } as Actor, "booking.request", {}, false],
  ["anybody signed in books", person([]), "booking.request", {}, true],
  [
    "a facilitator plans in the own space",
    facilitatorHere,
    "session.plan",
    { spaceId: "here" },
    true,
  ],
  [
    "a facilitator plans in another space",
    facilitatorHere,
    "session.plan",
    { spaceId: "there" },
    false,
  ],
  ["a facilitator opens the desk", facilitatorHere, "session.plan", {}, true],
  ["a facilitator exports", facilitatorHere, "research.release", {}, false],
  [
    "a researcher exports",
    person([{ role: "researcher", spaceId: null }]),
    "research.release",
    {},
    true,
  ],
  [
    "an administrator plans anywhere",
    person([{ role: "administrator", spaceId: null }]),
    "session.plan",
    { spaceId: "x" },
    true,
  ],
  ["a token without the scope books", person([], ["session.enrol"]), "booking.request", {}, false],
  ["a token with the scope books", person([], ["booking.request"]), "booking.request", {}, true],
] as const)("%s: %#", (_, actor, action, where, allowed) => {
  expect(can(actor, action, where)).toBe(allowed);
});

test.each([
  ["a visitor", { kind: "visitor" } as Actor],
  ["the network itself", { kind: "system" } as Actor],
  ["somebody without a role", person([])],
  ["a facilitator", facilitatorHere],
  ["an administrator", person([{ role: "administrator", spaceId: null }])],
  ["a researcher", person([{ role: "researcher", spaceId: "here" }])],
  ["a token without the scope", person([{ role: "manager", spaceId: "here" }], ["session.enrol"])],
])("where %s may book for others is what is said of each space", (_, actor) => {
  const { everywhere, spaceIds } = whereCan(actor, "booking.manage");
  for (const spaceId of ["here", "there"])
    expect(everywhere || spaceIds.includes(spaceId)).toBe(
      can(actor, "booking.manage", { spaceId }),
    );
});

test.each(LOCALES)(
  "whoever makes an access token reads in %s what each scope lets it do",
  (locale) => {
    const t = translator(locale, "identity");
    for (const action of ACTIONS) expect(t(`scopes.${action}`)).not.toContain(".");
  },
);
