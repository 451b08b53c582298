import type { Metadata } from "next";
import { PackedBadge } from "#components/badges/packed-badge.tsx";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import "#components/badges/badges.css";
import { Empty } from "#components/ui/empty.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { orNothing } from "#lib/foundation/platform/errors/errors.ts";
import { sharedCollection } from "#lib/learning/badges/backpack/queries.ts";
import { SHARE_PARAMETER } from "#lib/learning/badges/credentials/addresses.ts";
import { dayIn } from "#lib/learning/badges/verification/words.ts";
import { packedIn } from "./packed.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = translator(localeOf((await params).locale), "backpack")("shared.tab");
  return { title, robots: { index: false, follow: false } };
}

/** Badges that somebody shows together, for whoever has the link. */
export default async function SharedBackpackPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "backpack");
  const key = (await searchParams)[SHARE_PARAMETER];
  const shared =
    typeof key === "string" ? await orNothing(sharedCollection(await requestContext(), key)) : null;
  if (!shared || typeof key !== "string")
    return (
      <div className="narrow">
        <h1>{t("shared.ended")}</h1>
        <Empty text={t("shared.endedHint")}>
          <a className="button quiet" href={`/${locale}/verify`}>
            {t("shared.verify")}
          </a>
        </Empty>
      </div>
    );
  return (
    <div className="narrow">
      <h1>
        <bdi>{shared.name}</bdi>
      </h1>
      <p className="lead">{t("shared.lead")}</p>
      {shared.badges.length === 0 && <Empty text={t("collections.empty")} />}
      <ul className="cards packed">
        {shared.badges.map((badge) => (
          <li className="card" key={badge.id}>
            <PackedBadge locale={locale} badge={packedIn(badge, locale, key)} />
          </li>
        ))}
      </ul>
      <p className="fact">{t("shared.until", { day: dayIn(locale, shared.endsAt.toString()) })}</p>
      <p>
        <a className="button quiet" href={`/${locale}/verify`}>
          {t("shared.verify")}
        </a>
      </p>
    </div>
  );
}
