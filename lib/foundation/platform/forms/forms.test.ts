import { expect, test } from "vitest";
import { z } from "zod";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import { DomainError } from "../errors/errors.ts";
import { submit } from "./forms.ts";

const SCHEMA = z.object({ locale: z.string(), name: z.string() });

/** What a form in French shows once its command has refused it so. */
async function refusedWith(error: DomainError) {
  const form = new FormData();
  form.set("locale", "fr");
  form.set("name", "Fatima");
  return submit(form, SCHEMA, () => Promise.reject(error));
}

test.each([
  [
    "a rule",
    new DomainError("invalid", { code: "booking.space_closed" }),
    { message: messageFor("fr", { code: "booking.space_closed" }), errors: {} },
  ],
  [
    "a field",
    new DomainError("invalid", { code: "guest.check_phone" }, { details: { field: "phone" } }),
    {
      message: translator("fr", "common")("check_fields"),
      errors: { phone: messageFor("fr", { code: "guest.check_phone" }) },
    },
  ],
  [
    "a login that has ended",
    new DomainError("unauthenticated", { code: "identity.sign_in_first" }),
    { signIn: translator("fr", "identity")("signIn.title") },
  ],
  [
    "a form that was done before, and changed since",
    new DomainError("invalid", { code: "common.key_reused" }),
    { message: translator("fr", "common")("sent_before"), errors: {} },
  ],
])("%s is told in the reader's language, and what was typed is kept", async (_, error, told) => {
  expect(await refusedWith(error)).toMatchObject({ ...told, values: { name: "Fatima" } });
});
