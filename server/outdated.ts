import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";
import { SECRET_FIELD } from "./form-body.ts";
import { refusalPage } from "./refusal-page.ts";

/*
 * A form of a page that was opened before an upgrade, whose action is gone or has another name since. Next answers that with a line
 * of plain text, on which a page with scripts loses the form.
 */

/** Next's own sign, on its answer, that it does not know the action that was asked for. */
export const UNKNOWN_ACTION = "x-nextjs-action-not-found";

const OUTDATED = new DomainError("conflict", { code: "common.page_outdated" });

type Asked = {
  body: Buffer<ArrayBuffer>;
  type: string;
  /**
   * Sent by React, which reads an answer in its own format; otherwise by a browser without scripts,
   * which shows a page.
   */
  isByScript: boolean;
  locale: Locale;
  target: string;
  nonce: string;
};

/**
 * The refusal in the reader's language, with what was typed, except secrets and files: with scripts
 * as the next state of the form, which stays as it is; without scripts on a page, to be copied
 * from.
 */
export async function outdatedAnswer({
  body,
  type,
  isByScript,
  ...page
}: Asked): Promise<Response> {
  const form = await new Response(body, { headers: { "content-type": type } }).formData();
  if (isByScript) return stateAnswer(form, page.locale);
  const fields = [...typedIn(form, /^/)].filter(
    ([name, value]) => name !== "locale" && isOfAPerson(value),
  );
  const { locale, nonce, target } = page;
  return refusalPage(OUTDATED, locale, nonce, {
    sent: { to: target, fields, canSendAgain: false },
  });
}

/**
 * A row of React's format whose `a` is what the action returns: a form state, on top of the one
 * that the page sent.
 */
function stateAnswer(form: FormData, locale: Locale): Response {
  const [before, reference] = JSON.parse(String(form.get("0"))) as [unknown, string];
  const values: FormState["values"] = {};
  // What React writes before the names of the form that is an argument: `_1_`, and `1_` in earlier
  // versions of it.
  for (const [name, value] of typedIn(
    form,
    new RegExp(`^_?${RegExp.escape(reference.slice("$K".length))}_`),
  ))
    values[name] = written(values[name] === undefined ? value : `${values[name]} ${value}`);
  const state: FormState = {
    message: written(messageFor(locale, OUTDATED.reason)),
    errors: {},
    values,
  };
  const kept = /"\$[K@]/.test(JSON.stringify(before)) ? {} : before;
  return new Response(`0:${JSON.stringify({ a: { ...(kept as object), ...state } })}\n`, {
    status: OUTDATED.status,
    headers: { "content-type": "text/x-component" },
  });
}

/** @param prefix what stands before the names of what was typed */
function* typedIn(form: FormData, prefix: RegExp): Generator<[string, string]> {
  for (const [field, value] of form) {
    const name = field.replace(prefix, "");
    if (!prefix.test(field) || name.startsWith("$") || typeof value !== "string") continue;
    if (!SECRET_FIELD.test(name)) yield [name, value];
  }
}

/** Not empty, no id and no address within the site: those a page fills in by itself. */
function isOfAPerson(value: string): boolean {
  return (
    value.trim() !== "" && !/^([\da-f]{8}-[\da-f]{4}-[\da-f-]{22}|\/(nl|fr|en)\b.*)$/i.test(value)
  );
}

/** As React writes a text: one that begins with its own sign has it twice. */
function written(text: string): string {
  return text.startsWith("$") ? `$${text}` : text;
}
