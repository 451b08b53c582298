/**
 * What was typed into a page and not sent yet, on its way to the same page: in another language, or
 * by way of the page where one signs in.
 */
export type Typed = { name: string; nth: number; value: string; checked: boolean };

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const KEY = "trivium-typed";
/** Longer, and it was no change of language. */
const LANGUAGE_MS = 60_000;
/** A code that is sent by mail is valid for ten minutes. */
const SIGN_IN_MS = 15 * 60_000;
const NEVER_KEPT = /^(password|code|card|token|totp)/i;

/** The page in any language: "/fr/book?x" is "/book?x". */
export function withoutLanguage(address: string): string {
  return address.replace(/^\/(nl|fr|en)(?=[/?]|$)/, "");
}

/**
 * Keeps what was typed until this page is opened anew, in this window alone. Codes and passwords
 * are not kept.
 */
export function keepTyped(): void {
  const changed = namedFields().filter(([field]) => isChanged(field));
  keep(changed, { forMs: LANGUAGE_MS, forSignedIn: false });
}

/**
 * The same for as long as signing in takes, of a form that was sent: its fields are not changed.
 * Nobody sees it who has not signed in.
 */
export function keepTypedUntilSignedIn(): void {
  keep(namedFields(), { forMs: SIGN_IN_MS, forSignedIn: true });
}

function keep(
  fields: [Field, number][],
  { forMs, forSignedIn }: { forMs: number; forSignedIn: boolean },
): void {
  const typed = fields.map(([field, nth]): Typed => {
    const checked = field instanceof HTMLInputElement && field.checked;
    return { name: field.name, nth, value: field.value, checked };
  });
  if (typed.length === 0) return;
  try {
    const page = withoutLanguage(location.pathname + location.search);
    sessionStorage.setItem(
      KEY,
      JSON.stringify({ page, until: Date.now() + forMs, forSignedIn, typed }),
    );
  } catch {
    // A browser that keeps nothing: the address alone goes along.
  }
}

/** Puts back what was kept for this page, and forgets it; on others, what is too old is forgotten. */
export function putBackTyped(): void {
  for (const { name, nth, value, checked } of takeTyped()) {
    const field = namedFields().find(([one, at]) => one.name === name && at === nth)?.[0];
    if (!field) continue;
    if (field instanceof HTMLInputElement && isTick(field)) {
      if (field.checked !== checked) field.click();
      continue;
    }
    // As if it were typed, so that whoever listens to the field hears of it.
    const prototype = Object.getPrototypeOf(field);
    Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** Whoever is signed in can sign out, on every page. */
function isSignedIn(): boolean {
  return document.querySelector('form[action="/api/sign-out"]') !== null;
}

function takeTyped(): Typed[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    const isTheirs = !kept?.forSignedIn || isSignedIn();
    const isThis = isTheirs && kept?.page === withoutLanguage(location.pathname + location.search);
    const isOver = kept?.until < Date.now();
    if (isThis || isOver) sessionStorage.removeItem(KEY);
    return isThis && !isOver ? kept.typed : [];
  } catch {
    return [];
  }
}

/**
 * The fields of the page, each with how many of its name stand before it: the same in every
 * language.
 */
function namedFields(): [Field, number][] {
  const counts = new Map<string, number>();
  const found = document.querySelectorAll<Field>("main input, main select, main textarea");
  return [...found]
    .filter(
      ({ name, type }) => name !== "" && !["hidden", "password", "file", "submit"].includes(type),
    )
    .filter(({ name, autocomplete }) => !NEVER_KEPT.test(name) && autocomplete !== "one-time-code")
    .map((field) => {
      const nth = counts.get(field.name) ?? 0;
      counts.set(field.name, nth + 1);
      return [field, nth];
    });
}

function isTick(field: HTMLInputElement): boolean {
  return field.type === "checkbox" || field.type === "radio";
}

function isChanged(field: Field): boolean {
  if (field instanceof HTMLSelectElement)
    return [...field.options].some(({ selected, defaultSelected }) => selected !== defaultSelected);
  if (field instanceof HTMLInputElement && isTick(field))
    return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}
