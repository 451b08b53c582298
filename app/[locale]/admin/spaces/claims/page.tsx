import type { Metadata } from "next";
import { townIn } from "#components/map/towns.ts";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { TextArea } from "#components/ui/field.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { sourceName } from "#lib/foundation/i18n/source-name.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { pageFrom } from "#lib/foundation/platform/http/pages.ts";
import { decideClaimAction } from "#lib/places/exchange/actions.ts";
import { CLAIMS_ON_A_PAGE, waitingClaims } from "#lib/places/exchange/claims.ts";
import { titleFrom } from "../../../title-from.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = localeOf((await params).locale);
  return titleFrom(
    translator(locale, "places")("claims.title"),
    translator(locale, "desk")("places.title"),
  );
}

/** Who says that a listed place is theirs to run, to be answered one by one. */
export default async function ClaimsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const here = `/${locale}/admin/spaces/claims`;
  const ctx = await staffContext("place.decide", here);
  const t = translator(locale, "places");
  const page = pageFrom((await searchParams).page);
  const { items, total } = await waitingClaims(ctx, page);
  return (
    <>
      <Crumb href={`/${locale}/admin/spaces`}>{translator(locale, "desk")("places.title")}</Crumb>
      <h1>{t("claims.title")}</h1>
      <p>{t("claims.intro")}</p>
      {items.length === 0 && <Empty text={t("claims.none")} />}
      <ol className="cards">
        {items.map((claim) => (
          <li className="card" key={claim.id}>
            <div>
              <h2>
                <a href={`/${locale}/places/${claim.placeId}`}>
                  <bdi>{claim.place}</bdi>
                </a>
              </h2>
              <p className="fact">
                {townIn(locale, claim.city)} ·{" "}
                {t("list.source", { source: sourceName(locale, claim.source) })}
              </p>
              {claim.others > 0 && (
                <p>
                  <span className="state busy">{t("claims.others", { count: claim.others })}</span>
                </p>
              )}
              <Facts
                facts={[
                  { name: t("claims.who"), value: <bdi>{claim.name}</bdi> },
                  { name: t("claims.address"), value: <bdi>{claim.email ?? "–"}</bdi> },
                  { name: t("claims.organisation"), value: <bdi>{claim.organisation}</bdi> },
                  { name: t("claims.role"), value: <bdi>{claim.role}</bdi> },
                  { name: t("claims.why"), value: <bdi>{claim.note}</bdi> },
                  {
                    name: t("claims.when"),
                    value: formatDateTime(locale, claim.claimedAt, NETWORK_ZONE),
                  },
                ]}
              />
              <ActionForm
                action={decideClaimAction}
                values={{ locale, claimId: claim.id }}
                submit={t("claims.accept")}
                working={t("import.working")}
                other={{ submit: t("claims.refuse"), name: "isTheirs", value: "no" }}
              >
                <TextArea
                  label={t("claims.answer")}
                  hint={t("claims.answerHint")}
                  name="answer"
                  maxLength={500}
                  rows={2}
                />
              </ActionForm>
            </div>
          </li>
        ))}
      </ol>
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={Math.ceil(total / CLAIMS_ON_A_PAGE)}
        hrefOf={(to) => `${here}?page=${to}`}
      />
    </>
  );
}
