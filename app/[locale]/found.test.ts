import { expect, test } from "vitest";
import { metadataOf } from "./found.ts";

test.each([
  ["/nl", "/nl", "/fr"],
  ["/nl/", "/nl", "/fr"],
  ["/nl/spaces/hangar-k", "/nl/spaces/hangar-k", "/fr/spaces/hangar-k"],
  ["/nl/sessions", "/nl/sessions", "/fr/sessions"],
  ["/nl/about/privacy", "/nl/about/privacy", "/fr/about/privacy"],
])("%s may be found, at one address in each language", (address, own, french) => {
  const { alternates, robots, other } = metadataOf("nl", address);
  expect(robots).toBeUndefined();
  expect(alternates?.canonical).toBe(own);
  expect(alternates?.languages).toMatchObject({ nl: own, fr: french });
  expect(Object.keys(alternates?.languages ?? {})).toEqual(["nl", "fr", "en", "x-default"]);
  expect(other).toHaveProperty(["twitter:card"]);
});

test.each(["/fr?day=2027-01-01&people=8", "/fr/sessions?page=2", "/fr/spaces/hangar-k?x"])(
  "%s answers a question: the page without it is kept instead",
  (address) => {
    const { alternates, robots } = metadataOf("fr", address);
    expect(robots).toEqual({ index: false, follow: true });
    expect(alternates?.canonical).toBe(address.replace(/\?.*/, ""));
    expect(alternates?.languages).toBeUndefined();
  },
);

test.each([
  "/en/me",
  "/en/desk/calendar",
  "/en/admin",
  "/en/research",
  "/en/guest/abc",
  "/en/sign-in",
  "/en/book/check?room=1",
  "/en/spaces/hangar-k/door/1",
  "/en/sessions/1/poster",
  "/en/nothing",
])("%s is nobody's to find", (address) => {
  expect(metadataOf("en", address).robots).toEqual({ index: false, follow: false });
  expect(metadataOf("en", address).alternates).toBeUndefined();
});
