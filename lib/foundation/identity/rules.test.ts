import { expect, test } from "vitest";
import type { Actor, HeldRole, Role } from "./context.ts";
import {
  idleMinutes,
  keepsNamesFor,
  mayGrant,
  nameFrom,
  oneFactorOpens,
  saysTwoFactors,
} from "./rules.ts";

const person = (...roles: HeldRole[]): Actor => ({
  kind: "person",
  personId: "p",
  displayName: "P",
  locale: "nl",
  roles,
  scopes: null,
});
const manager = person({ role: "manager", spaceId: "here" });
const administrator = person({ role: "administrator", spaceId: null });

test.each([
  ["nobody's role", false, [], true],
  ["a learner", false, ["learner"], true],
  ["a learner with a password", true, ["learner"], false],
  ["a facilitator", false, ["learner", "facilitator"], false],
  ["an administrator", false, ["administrator"], false],
] as [string, boolean, Role[], boolean][])(
  "one factor opens %s: %s",
  (_, hasPassword, roles, opens) => {
    expect(oneFactorOpens({ hasPassword, roles: roles.map((role) => ({ role })) })).toBe(opens);
  },
);

test.each([
  ["a manager makes a learner here", manager, "learner", "here", true],
  ["a manager makes a manager here", manager, "manager", "here", true],
  ["a manager makes a learner there", manager, "learner", "there", false],
  ["a manager makes a learner everywhere", manager, "learner", null, false],
  ["a manager makes an administrator", manager, "administrator", null, false],
  ["a manager makes an administrator here", manager, "administrator", "here", false],
  ["an administrator makes a manager there", administrator, "manager", "there", true],
  ["an administrator makes a researcher", administrator, "researcher", null, true],
  ["an administrator makes a researcher of one space", administrator, "researcher", "here", false],
  [
    "a facilitator makes a learner",
    person({ role: "facilitator", spaceId: "here" }),
    "learner",
    "here",
    false,
  ],
  ["a visitor makes a learner", { kind: "visitor" }, "learner", "here", false],
] as [string, Actor, Role, string | null, boolean][])("%s", (_, actor, role, spaceId, allowed) => {
  expect(mayGrant(actor, role, spaceId)).toBe(allowed);
});

test("a name until there is a better one", () => {
  expect(nameFrom("lien.peeters@trivium.test")).toBe("lien.peeters");
});

test.each([
  ["its class", { acr: "urn:two" }, { acr: ["urn:two"], amr: [] }, true],
  ["another class", { acr: "urn:one" }, { acr: ["urn:two"], amr: [] }, false],
  ["a class that nobody named", { acr: "urn:two" }, { acr: [], amr: [] }, false],
  ["no class, where none is named", { acr: "" }, { acr: [], amr: [] }, false],
  ["one of its methods", { amr: ["pwd", "otp"] }, { acr: [], amr: ["otp", "hwk"] }, true],
  ["a method that is not named", { amr: ["pwd"] }, { acr: [], amr: ["otp"] }, false],
  ["methods that are no list", { amr: "otp" }, { acr: [], amr: ["otp"] }, false],
  ["nothing", {}, { acr: ["urn:two"], amr: ["otp"] }, false],
])("two factors by %s", (_, said, known, expected) => {
  expect(saysTwoFactors(said, known)).toBe(expected);
});

test.each([
  ["a learner", false, "code", ["learner"], 240],
  ["somebody without a role", false, "organisation", [], 240],
  ["a learner on another's device", true, "code", ["learner"], 30],
  ["a card", false, "card", ["learner"], 30],
  ["staff", false, "password", ["learner", "facilitator"], 60],
  ["an administrator", false, "password", ["administrator"], 60],
  ["staff on another's device", true, "password", ["manager"], 30],
] as [string, boolean, string, Role[], number][])(
  "without use, the session of %s ends (another's device: %s, %s)",
  (_, isShared, method, roles, minutes) => {
    expect(idleMinutes({ isShared, method, roles: roles.map((role) => ({ role })) })).toBe(minutes);
  },
);

test.each([
  ["staff on their own device", 60, 60],
  ["staff on another's device", 30, 0],
  ["an access token", undefined, 0],
])("a browser keeps names for as long as the login of %s lasts, if at all", (_, idle, minutes) => {
  const signedIn = idle === undefined ? {} : { idleMinutes: idle };
  expect(keepsNamesFor({ ...person(), ...signedIn } as Actor)).toBe(minutes);
});

test("a visitor's browser keeps no names", () => {
  expect(keepsNamesFor({ kind: "visitor" })).toBe(0);
});
