import type { Metadata } from "next";
import { CardForm } from "#components/identity/card-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SearchForm } from "#components/ui/search-form.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { issueCardAction } from "#lib/foundation/identity/actions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { findPerson, listPeople } from "#lib/foundation/identity/people/people.ts";
import { cardsOf } from "#lib/foundation/identity/sign-in/cards.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { listSearch } from "#lib/foundation/platform/http/list-search.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "presence")("lostCard") };
}

/**
 * A lost card: find who lost it, make a new one. It is printed at once, and the old one ends at
 * once.
 */
export default async function LostCardPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("people.card", `/${locale}/desk/cards`);
  const t = translator(locale, "presence");
  const identity = translator(locale, "identity");
  const { q } = listSearch.parse(await searchParams);
  const found = q ? (await listPeople(ctx, { q, page: 1 })).items : [];
  return (
    <div className="narrow">
      <h1>{t("lostCard")}</h1>
      <p>{t("lostCardHow")}</p>
      <SearchForm
        action={`/${locale}/desk/cards`}
        label={identity("people.search")}
        submit={identity("people.find")}
        query={q}
      />
      {q && found.length === 0 && <Empty text={identity("people.none")} />}
      {found.map(({ id }) => (
        <Person key={id} ctx={ctx} locale={locale} id={id} />
      ))}
      <p>
        <a href={`/${locale}/desk/presence`}>{t("title")}</a>
      </p>
    </div>
  );
}

async function Person({ ctx, locale, id }: { ctx: Context; locale: Locale; id: string }) {
  const t = translator(locale, "presence");
  const identity = translator(locale, "identity");
  const person = await findPerson(ctx, id);
  if (!person) return null;
  const { displayName, isDisabled, mayHoldCard, isInOurCare } = person;
  const cards = await cardsOf(ctx, id);
  const day = (at: Temporal.Instant) => formatDate(locale, at, NETWORK_ZONE, ctx.now);
  const address = `${settings().publicUrl.replace(/^https?:\/\//, "")}/${locale}/sign-in/card`;
  const past = cards.flatMap(({ issuedAt, revokedAt }) =>
    revokedAt ? [t("cardEnded", { issued: day(issuedAt), ended: day(revokedAt) })] : [],
  );
  const current = cards.find(({ revokedAt }) => !revokedAt);
  return (
    <section aria-label={displayName}>
      <h2>{displayName}</h2>
      <p>
        {current
          ? identity("people.cardSince", { time: day(current.issuedAt) })
          : identity("people.noCard")}
      </p>
      {isDisabled && <p className="fault">{identity("people.closed")}</p>}
      {!isDisabled && !mayHoldCard && <p className="fact">{identity("people.cardForLearners")}</p>}
      {mayHoldCard && !isInOurCare && <p className="fact">{identity("people.cardByOwner")}</p>}
      {mayHoldCard && isInOurCare && (
        <CardForm
          action={issueCardAction}
          locale={locale}
          person={{ id, displayName }}
          words={{
            issue: t("newCard", { name: displayName }),
            working: t("working"),
            made: identity("people.cardMade"),
            print: identity("people.print"),
            how: identity("people.cardHow", { address }),
            keep: identity("people.cardKeep"),
            qr: identity("people.cardQr"),
            code: identity("people.cardCode"),
          }}
        />
      )}
      {past.length > 0 && (
        <details>
          <summary>{t("cardHistory")}</summary>
          <ul>
            {past.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two cards of one day read the same.
              <li key={at}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
