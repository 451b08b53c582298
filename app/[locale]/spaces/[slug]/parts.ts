import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import type { findSpace } from "#lib/places/spaces/queries.ts";

export type FoundSpace = NonNullable<Awaited<ReturnType<typeof findSpace>>>;

/** What each part of the page of a space needs. @property t words of the domain `spaces` */
export type PartProps = { ctx: Context; locale: Locale; space: FoundSpace; t: Translate };
