import { notFound } from "next/navigation";
import { deviceToken } from "#app/kiosk/device.ts";
import { Kiosk } from "#components/presence/kiosk.tsx";
import type { KioskWords } from "#components/presence/kiosk-words.ts";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { LOCALES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { doorState } from "#lib/learning/visits/door-state.ts";
import { kioskByToken } from "#lib/learning/visits/kiosks.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ space: string }>;
  searchParams: Promise<PageQuery>;
};

/** All three languages at once: the page changes language without network too. */
const WORDS = Object.fromEntries(
  LOCALES.map((locale) => [locale, MESSAGES[locale].presence.kiosk]),
) as Record<Locale, KioskWords>;

export default async function KioskPage({ params, searchParams }: Props) {
  const { space: slug } = await params;
  const ctx = await requestContext();
  const space = await findSpace(ctx, slug);
  if (!space) notFound();
  const token = await deviceToken();
  const kiosk = token ? await kioskByToken(ctx, token) : null;
  const language = localeOf(space.language);
  if (kiosk?.space.id === space.id)
    return (
      <Kiosk
        space={{ name: space.name, slug, timeZone: space.timeZone, language }}
        publicKey={kiosk.publicKey}
        state={await doorState(ctx, kiosk)}
        words={WORDS}
      />
    );

  const { start, used } = await searchParams;
  return (
    <>
      {LOCALES.map((locale) => {
        const t = WORDS[locale];
        return (
          <section key={locale} lang={locale}>
            <h1>{labelled(locale, isolated(space.name), t.notOpen)}</h1>
            {typeof start === "string" ? (
              <form action={`/kiosk/${slug}/open`} method="post">
                <input type="hidden" name="link" value={start} />
                <button type="submit" className="button">
                  {t.open}
                </button>
              </form>
            ) : (
              <p>{used === undefined ? t.notOpenHow : t.linkUsed}</p>
            )}
          </section>
        );
      })}
    </>
  );
}
