import type { z } from "zod";
import { isLocale, type Locale } from "#lib/foundation/i18n/locales.ts";
import { isMessageKey, messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import { DomainError } from "../errors/errors.ts";
import { noteTrouble } from "../errors/trouble.ts";
import { currentAsker, noteRefusal, withAsker } from "../logs/security-log.ts";
import { cleaned } from "../text/text.ts";
import { fieldsOf, typedIn } from "./typed-in.ts";

/**
 * What a form shows after a refusal: the sentence, the fields at fault, and everything that was
 * typed.
 */
export type FormState = {
  message: string | null;
  errors: Record<string, string>;
  values: Record<string, string>;
  /** What the way to sign in is called, where that is what is missing. */
  signIn?: string;
};

export const EMPTY_FORM: FormState = { message: null, errors: {}, values: {} };

/**
 * Parses a form and runs a command with it. A refusal comes back as the form's next state, in the
 * language of its hidden `locale` field. Redirects and bugs travel on.
 *
 * A refusal whose details name a `field` of the form stands at that field.
 *
 * Field faults whose zod message is a message key (`booking.too_many`) are translated; others say
 * "check this field".
 */
export async function submit<T extends z.ZodType>(
  form: FormData,
  schema: T,
  run: (request: z.output<T>, locale: Locale) => Promise<FormState | undefined> | Promise<never>,
): Promise<FormState> {
  const wanted = form.get("locale");
  const locale = isLocale(wanted) ? wanted : "en";
  const fields = fieldsOf(form);
  const values = typedIn(form);
  const given = Object.fromEntries(
    fields.map((name) => [name, form.getAll(name).length > 1 ? form.getAll(name) : form.get(name)]),
  );

  const t = translator(locale, "common");
  const odd = fields.filter((name) => values[name]?.includes("\0"));
  if (odd.length > 0) {
    const errors = Object.fromEntries(odd.map((name) => [name, t("odd_text")]));
    return { message: t("check_fields"), errors, values };
  }
  const parsed = schema.safeParse(cleaned(given));
  if (!parsed.success) {
    const errors = Object.fromEntries(
      parsed.error.issues.map(({ path, message }) => [
        path.join("."),
        isMessageKey(message) ? messageFor(locale, { code: message }) : t("check_field"),
      ]),
    );
    return { message: t("check_fields"), errors, values };
  }
  return withAsker(async () => {
    try {
      return (await run(parsed.data, locale)) ?? EMPTY_FORM;
    } catch (error) {
      const trouble = noteTrouble(error, { form: true });
      if (trouble) {
        const asker = currentAsker();
        if (asker) asker.isFormRefused = true;
        return { message: messageFor(locale, trouble.reason), errors: {}, values };
      }
      if (!(error instanceof DomainError)) throw error;
      noteRefusal(error, "form");
      return { ...refusalIn(locale, error), values };
    }
  });
}

function refusalIn(locale: Locale, { reason, details }: DomainError): Omit<FormState, "values"> {
  const message = messageFor(locale, reason);
  // Whoever was signed in when the page was drawn may not be by now: it says so, and where to.
  if (reason.code === "identity.sign_in_first")
    return { message, errors: {}, signIn: translator(locale, "identity")("signIn.title") };
  // The answer to what they sent first never came, and they changed it before they sent it again.
  if (reason.code === "common.key_reused")
    return { message: translator(locale, "common")("sent_before"), errors: {} };
  if (typeof details.field !== "string") return { message, errors: {} };
  return {
    message: translator(locale, "common")("check_fields"),
    errors: { [details.field]: message },
  };
}
