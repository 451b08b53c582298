import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import type { WorkedOnJournal } from "#lib/practice/journal/rules.ts";

/** A journal at the desk, with the words of the page. */
export type Shown = { journal: WorkedOnJournal; locale: Locale; t: Translate };
