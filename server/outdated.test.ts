import { expect, test } from "vitest";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import { outdatedAnswer } from "./outdated.ts";

const TYPED = [
  ["purpose", "Naaicafé & soep <3"],
  ["price", "$K1 for all"],
  ["when", "10:00"],
  ["when", "12:00"],
  ["password", "correct horse"],
  ["locale", "nl"],
  ["roomId", "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f"],
  ["next", "/nl/me"],
  ["empty", ""],
] as const;

async function sent(fields: readonly (readonly [string, string])[]) {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  form.append("file", new File(["secret bytes"], "f.ics"));
  const request = new Request("http://x/", { method: "POST", body: form });
  const type = request.headers.get("content-type") ?? "";
  return {
    body: Buffer.from(await request.arrayBuffer()),
    type,
    target: "/nl/book?room=1",
    nonce: "n",
  };
}

// Names of fields as React 19.3 and as versions before it write them.
test.each(LOCALES.flatMap((locale) => [[locale, "_1_"] as const, [locale, "1_"] as const]))(
  "with scripts, the form gets its next state, in %s (%s), with what was typed and no secret",
  async (locale, prefix) => {
    const before = {
      message: null,
      errors: { when: "x" },
      values: {},
      text: "BEGIN:VCALENDAR",
      events: "$undefined",
    };
    const fields = TYPED.map(([name, value]) => [`${prefix}${name}`, value] as const);
    const asked = await sent([["0", JSON.stringify([before, "$K1"])], ...fields]);
    const answer = await outdatedAnswer({ ...asked, isByScript: true, locale });
    expect(answer.headers.get("content-type")).toBe("text/x-component");
    const text = await answer.text();
    const { a } = JSON.parse(text.slice("0:".length));
    expect(a).toMatchObject({
      message: messageFor(locale, { code: "common.page_outdated" }),
      errors: {},
      text: before.text,
    });
    expect(a.values).toMatchObject({
      purpose: "Naaicafé & soep <3",
      price: "$$K1 for all",
      when: "10:00 12:00",
    });
    expect(text).not.toContain("correct horse");
    expect(text).not.toContain("secret bytes");
  },
);

test.each(LOCALES)(
  "without scripts, a page in %s says so, shows what a person typed and leads back",
  async (locale) => {
    const asked = await sent([...TYPED, ["$ACTION_1:0", '{"id":"40aa"}']]);
    const answer = await outdatedAnswer({ ...asked, isByScript: false, locale });
    expect(answer.status).toBe(409);
    const html = await answer.text();
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html).toContain(messageFor(locale, { code: "common.page_outdated" }));
    expect(html).toContain('<a href="/nl/book?room=1">');
    const shown = [...html.matchAll(/<pre>([^<]*)<\/pre>/g)].map(([, text]) => text);
    expect(shown).toEqual(["Naaicafé &#38; soep &#60;3", "$K1 for all", "10:00", "12:00"]);
  },
);
