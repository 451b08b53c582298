import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { sessionCookieName } from "#lib/foundation/identity/sign-in/cookies.ts";
import { betterThan } from "./better-answer.ts";

/** What stands in place of an answer of Next with this status, as far as something does. */
async function insteadOf(
  status: number,
  asked: { locale?: Locale; target?: string; method?: string; headers?: object } = {},
) {
  const { locale = "en", method = "GET", headers = {} } = asked;
  const target = asked.target ?? `/${locale}/sessions`;
  const incoming = { method, headers } as IncomingMessage;
  const outgoing = { hasHeader: () => false } as unknown as ServerResponse;
  const passage = { locale, target };
  const instead = await betterThan({
    incoming,
    outgoing,
    body: null,
    passage,
    nonce: "n",
    asker: undefined,
  })(status);
  return instead as { status: number; body: Buffer | null } | null;
}

test.each(LOCALES)(
  "a page that fails for a reason nobody foresaw says so in words, and how to go on (%s)",
  async (locale) => {
    const answer = await insteadOf(500, { locale, target: `/${locale}/sessions?language="fr"` });
    const page = String(answer?.body);
    const { brokenTitle, brokenText, again, backHome } = MESSAGES[locale].common.errors;
    expect(answer?.status).toBe(500);
    expect(page).toContain(`<html lang="${locale}">`);
    for (const words of [`<h1>${brokenTitle}</h1>`, brokenText, again, backHome])
      expect(page).toContain(words);
    expect(page).toContain(`href="/${locale}/sessions?language=&#34;fr&#34;"`);
    expect(page).not.toMatch(/\b500\b|common\.|Error/);
  },
);

test("a form that failed is not sent again by a link, and scripts say it themselves", async () => {
  const posted = String((await insteadOf(500, { method: "POST" }))?.body);
  expect(posted).toContain(MESSAGES.en.common.errors.brokenTitle);
  expect(posted).not.toContain('class="again"');
  expect(await insteadOf(500, { headers: { rsc: "1" } })).toBeNull();
  expect(await insteadOf(500, { method: "POST", headers: { "next-action": "x" } })).toBeNull();
});

test("whoever signed in and finds nothing is led to what is theirs", async () => {
  const stranger = String((await insteadOf(404))?.body);
  expect(stranger).toContain('href="/en/sign-in"');
  const headers = { cookie: `${sessionCookieName()}=x` };
  const known = String((await insteadOf(404, { headers }))?.body);
  expect(known).toContain('href="/en/me"');
  expect(known).not.toContain('href="/en/sign-in"');
});
