import { expect, test } from "vitest";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { literalsOf, sources } from "#testing/source-text.ts";
import { KEPT_ON_DEVICE, ON_DEVICE } from "./on-device.ts";

const NAMES: string[] = Object.values(ON_DEVICE).flatMap(({ names }) => [...names]);

/** Whoever keeps something in a browser names one of these. */
const KEEPS = /cookieName\(|_COOKIE\b|localStorage|sessionStorage|indexedDB|caches\.open|sheetKey/;
const LIKE_A_NAME = /\btrivium(?:-[a-z]+)*(?:-\d)?-?(?=$|["$])|^near-me$|^organisation-(?=\$)/g;

test("all that is kept in a browser has a line in the declaration, in each language", () => {
  const used = sources()
    .filter(({ path, text }) => !path.endsWith("/on-device.ts") && KEEPS.test(text))
    .flatMap(({ text }) => literalsOf(text))
    .flatMap(({ text }) => text.match(LIKE_A_NAME) ?? []);
  expect([...new Set(used)].sort()).toEqual(NAMES.toSorted());
  for (const { privacy } of Object.values(MESSAGES))
    expect(Object.keys(privacy.declaration.device.rows)).toEqual(KEPT_ON_DEVICE);
});
