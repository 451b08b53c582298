import { createTranslator } from "use-intl/core";
import { formatDateTime, formatLength } from "./format.ts";
import { isolated } from "./isolate.ts";
import type { Locale } from "./locales.ts";
import { type Domain, MESSAGES } from "./messages.ts";

export type Values = Record<string, string | number>;

/**
 * Says `t("key.of.the.domain", values)` in one language. Pages, mails and refusals all speak
 * through it, so that here a name typed in Arabic or Hebrew is kept from moving the words around
 * it.
 */
export type Translate = {
  (key: string, values?: Values): string;
  has: (key: string) => boolean;
  /** The sentence of a key made from data, or the data's own word where we have none. */
  or: (key: string, otherwise: string) => string;
};

/** A message key and its values: the shape in which refusals travel. */
export type Message = { code: string; [value: string]: string | number };

const made = new Map<string, Translate>();

/**
 * @throws Error when a key does not exist: a missing sentence is a bug, found by the first test
 *   that shows it
 */
export function translator(locale: Locale, domain: Domain): Translate {
  const name = `${locale}/${domain}`;
  const known = made.get(name);
  if (known) return known;

  const t = createTranslator({
    locale,
    messages: MESSAGES[locale][domain] as Record<string, string>,
    onError: (error) => {
      throw error;
    },
  });
  const plain = plainSentences(MESSAGES[locale][domain]);
  const translate = ((key: string, values?: Values) =>
    plain.get(key) ?? t(key as never, withIsolates(values) as never)) as Translate;
  translate.has = (key) => t.has(key as never);
  translate.or = (key, otherwise) => (translate.has(key) ? translate(key) : otherwise);
  made.set(name, translate);
  return translate;
}

type Sentences = { [key: string]: string | Sentences };

/**
 * The sentences of a domain that stand for themselves, without a place for a value, a tag or a mark
 * of ICU: most of them.
 */
function plainSentences(
  messages: Sentences,
  before = "",
  found = new Map<string, string>(),
): Map<string, string> {
  for (const [key, said] of Object.entries(messages)) {
    if (typeof said !== "string") plainSentences(said, `${before}${key}.`, found);
    else if (!/[{}<>']/.test(said)) found.set(before + key, said);
  }
  return found;
}

function withIsolates(values?: Values): Values | undefined {
  if (!values) return undefined;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" ? isolated(value) : value,
    ]),
  );
}

/** Whether a word is a code, `domain.key`, and no sentence yet. */
export function isMessageKey(text: string): boolean {
  return /^\w+(\.\w+)+$/.test(text);
}

/**
 * The sentence for a refusal: its code is `domain.key`. Minutes are said as people say them, as
 * `length`; a moment with its zone, `changedAt`, as `when`.
 */
export function messageFor(locale: Locale, { code, ...values }: Message): string {
  const [domain = "", ...rest] = code.split(".");
  const key = rest.join(".");
  if (!(domain in MESSAGES.en)) return translator(locale, "common")("errors.unknown");
  const t = translator(locale, domain as Domain);
  const { minutes, changedAt } = values;
  const said = {
    ...values,
    ...(typeof minutes === "number" && { length: formatLength(locale, minutes) }),
    ...(typeof changedAt === "string" && {
      when: momentIn(locale, Temporal.ZonedDateTime.from(changedAt)),
    }),
  };
  return t.has(key) ? t(key, said) : translator(locale, "common")("errors.unknown");
}

function momentIn(locale: Locale, at: Temporal.ZonedDateTime): string {
  return formatDateTime(locale, at.toInstant(), at.timeZoneId);
}
