import { expect, test } from "vitest";
import type { Actor, HeldRole } from "../context.ts";
import { afterRefusal, localeOfVisit, signInFrom, startPage } from "./after-sign-in.ts";
import { localPath } from "./sign-in.ts";

test.each([
  ["/nl/me", "/nl/me"],
  ["/fr?q=a", "/fr?q=a"],
  ["/fr/places?q=a#map", "/fr/places?q=a#map"],
  ["/nl/badges/repair?at=hangar-k", "/nl/badges/repair?at=hangar-k"],
  // What an answer's header cannot carry as it is.
  ["/nl/places?q=Łódź", "/nl/places?q=%C5%81%C3%B3d%C5%BA"],
  ["/nl/me/../sessions", "/nl/sessions"],
  ["//evil.example", "/en"],
  ["///evil.example/nl/", "/en"],
  ["https://evil.example", "/en"],
  ["https:evil.example", "/en"],
  ["javascript:alert(1)", "/en"],
  ["/nl\\evil", "/en"],
  ["\\\\evil.example/nl/", "/en"],
  ["/nl/..//evil.example", "/en"],
  ["/nl/%2e%2e//evil.example", "/en"],
  ["/nl/.%2E/%2f/evil.example", "/en"],
  ["/nl//evil.example", "/en"],
  ["/nl/../api/sign-out", "/en"],
  ["/nl.evil.example", "/en"],
  ["/nl@evil.example/", "/en"],
  ["@evil.example/nl/", "/en"],
  ["/en/\nx", "/en"],
  ["/en/\r\nset-cookie: a=b", "/en"],
  ["/en/\t", "/en"],
  ["/en/\0", "/en"],
  ["/\t/evil.example/nl/", "/en"],
  ["/xx/me", "/en"],
  ["/api/v1/spaces", "/en"],
  ["nl/me", "/en"],
  ["", "/en"],
  [`/nl/${"a".repeat(3_000)}`, "/en"],
  [["/nl/me", "//evil.example"], "/en"],
  [undefined, "/en"],
  [null, "/en"],
])("after signing in, %j leads to %s", (wanted, path) => {
  expect(localPath(wanted, "/en")).toBe(path);
});

const actor = (...roles: HeldRole[]): Actor => ({
  kind: "person",
  personId: "a",
  displayName: "",
  locale: "nl",
  roles,
  scopes: null,
});
const here = (role: HeldRole["role"]): HeldRole => ({ role, spaceId: "x" });
const everywhere = (role: HeldRole["role"]): HeldRole => ({ role, spaceId: null });

test.each([
  ["a visitor", { kind: "visitor" } as Actor, ""],
  ["somebody without a role", actor(), ""],
  ["a learner", actor(here("learner")), ""],
  ["a facilitator", actor(here("facilitator")), "/desk"],
  ["a manager", actor(here("manager")), "/desk"],
  ["an administrator", actor(everywhere("administrator")), "/desk"],
  ["a researcher", actor(everywhere("researcher")), "/research"],
  ["a partner", actor(everywhere("partner")), "/partner"],
  ["a partner who runs a space as well", actor(everywhere("partner"), here("manager")), "/desk"],
])("%s who asked for no page begins at %3$s", (_, who, page) => {
  expect(startPage(who)).toBe(page);
});

test.each([
  ["/nl", "/nl/sign-in"],
  ["/nl/", "/nl/sign-in"],
  ["/nl?q=gent", "/nl/sign-in?next=%2Fnl%3Fq%3Dgent"],
  ["/nl/badges/repair?at=hangar-k", "/nl/sign-in?next=%2Fnl%2Fbadges%2Frepair%3Fat%3Dhangar-k"],
  ["/nl/sessions/1?said=saved", "/nl/sign-in?next=%2Fnl%2Fsessions%2F1"],
  ["/nl/sign-in", "/nl/sign-in"],
  ["/nl/sign-in/card?next=%2Fnl%2Fme", "/nl/sign-in?next=%2Fnl%2Fme"],
  ["/nl/sign-in?next=//evil.example", "/nl/sign-in"],
  ["/nl/sign-in?next=/nl/sign-in/card", "/nl/sign-in"],
  ["/nl/sign-in/invitation?token=abc", "/nl/sign-in"],
  ["//evil.example/nl/", "/nl/sign-in"],
])("the sign-in of the page %s is %s", (address, expected) => {
  expect(signInFrom(address, "nl")).toBe(expected);
});

const leaving = (next: string, links = false) => ({ next, links });

test.each([
  ["from a page", leaving("/nl/me"), "fr", "nl"],
  ["from the page of all", leaving("/fr"), "nl", "fr"],
  ["to link an account", leaving("/en/me/account", true), "fr", "en"],
  ["and their browser forgot from where", null, "fr-BE,fr;q=0.9", "fr"],
  ["and nothing says in which language", null, null, "en"],
])("who left for an organisation %s comes back in %4$s", (_, visit, asked, locale) => {
  expect(localeOfVisit(visit, asked)).toBe(locale);
});

test.each([
  ["wanted a page", leaving("/nl/me?q=a"), "/nl/sign-in?next=%2Fnl%2Fme%3Fq%3Da&failed=why"],
  ["wanted no page", leaving("/nl"), "/nl/sign-in?failed=why"],
  ["came to link an account", leaving("/nl/me/account", true), "/nl/me/account?failed=why"],
  ["is not known to have left", null, "/nl/sign-in?failed=why"],
  ["was sent elsewhere by a forged cookie", leaving("//evil.example"), "/nl/sign-in?failed=why"],
])("who was refused by an organisation and %s goes to %3$s", (_, visit, page) => {
  expect(afterRefusal(visit, "nl", "why")).toBe(page);
});
