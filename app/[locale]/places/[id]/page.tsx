import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { DrawnMap } from "#components/map/drawn-map.tsx";
import { areaOf, viewOf } from "#components/map/layout.ts";
import "#components/map/map.css";
import { townIn } from "#components/map/towns.ts";
import { SharedWords } from "#components/site/shared-words.tsx";
import { Completeness } from "#components/spaces/completeness.tsx";
import { Region } from "#components/spaces/region.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { TextArea, TextField } from "#components/ui/field.tsx";
import { formatDay, weekdayNames } from "#lib/foundation/i18n/format.ts";
import { LOCALE_NAMES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { sourceName } from "#lib/foundation/i18n/source-name.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can, isByCard } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { claimPlaceAction, withdrawClaimAction } from "#lib/places/exchange/actions.ts";
import { kindOf, precisionOf, regionOf } from "#lib/places/exchange/as-space.ts";
import { ownClaim } from "#lib/places/exchange/claims.ts";
import type { PlaceRecord } from "#lib/places/exchange/fields.ts";
import { hoursFrom } from "#lib/places/exchange/hours.ts";
import { listedPlaceData } from "#lib/places/exchange/linked-data.ts";
import { findListedPlace, type ListedPlace, spaceOfPlace } from "#lib/places/exchange/listed.ts";
import { OFFERS } from "#lib/places/exchange/offers.ts";
import { completenessOf } from "#lib/places/spaces/completeness.ts";
import { readableWeek } from "#lib/places/spaces/opening-hours.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { dayInWords } from "#lib/places/spaces/week-in-words.ts";
import "./place.css";

type Props = { params: Promise<{ locale: string; id: string }> };

const placeOf = cache(async (id: string) => findListedPlace(await requestContext(), id));

/** Some twenty kilometres across: the towns around can be seen. */
const EXCERPT_ZOOM = 11;
const EXACT = ["building", "address"];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const place = await placeOf((await params).id);
  return place ? { title: place.name } : {};
}

/**
 * A place that another source tells of, with what is known of it. Nobody books in it: whoever runs
 * it can ask for it.
 */
export default async function ListedPlacePage({ params }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  const place = await placeOf(id);
  if (!place) return <Became ctx={ctx} locale={locale} id={id} />;
  const t = translator(locale, "places");
  const spaces = translator(locale, "spaces");
  const { record } = place;
  const region = regionOf(record);
  const today = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const week = record.horaires
    ? readableWeek(hoursFrom(record.horaires, record.pays), monday)
    : null;
  const path = `/places/${id}`;
  const regions = {
    vlaanderen: spaces("regions.vlaanderen"),
    "hauts-de-france": spaces("regions.hauts-de-france"),
    wallonie: spaces("regions.wallonie"),
  };
  const spot = {
    slug: id,
    name: place.name,
    city: place.city,
    region: region ?? "",
    ...pointOf(record),
  };
  return (
    <div>
      <SharedWords
        locale={locale}
        path={path}
        title={place.name}
        description={record.presentation_resume ?? `${place.name}, ${place.city}`}
        data={listedPlaceData(record, {
          url: `${settings().publicUrl}/${locale}${path}`,
          week,
          monday,
        })}
      />
      <Crumb href={`/${locale}/places`}>{t("list.title")}</Crumb>
      <p>
        {region && (
          <Region city={townIn(locale, place.city)} region={region} name={regions[region]} />
        )}
        {` · ${spaces(`kinds.${kindOf(record)}`)}`}
      </p>
      <h1>{place.name}</h1>
      <p className="status">{t("page.noBooking")}</p>
      <div className="listed-pair">
        <div>
          <Said record={record} locale={locale} />
          <Facts facts={factsOf(record, locale, t)} />
          <section>
            <h2>{t("page.hours")}</h2>
            {week ? (
              <ul>
                {week.map((stretches, day) => (
                  <li key={weekdayNames(locale)[day]}>
                    {`${weekdayNames(locale)[day]} · ${dayInWords(stretches.join(",")) || spaces("closed")}`}
                  </li>
                ))}
              </ul>
            ) : (
              <p>{t("page.noHours")}</p>
            )}
          </section>
          <p className="fact">
            {t("page.source", {
              source: sourceName(locale, place.source),
              licence: place.licence,
              day: formatDay(
                locale,
                place.changedAt.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate(),
              ),
            })}
          </p>
        </div>
        <div>
          <section className="map listed-map" aria-label={t("page.where")}>
            <DrawnMap
              locale={locale}
              view={viewOf(areaOf([spot]), EXCERPT_ZOOM)}
              spots={[{ ...spot, href: `/${locale}${path}` }]}
              hrefOfArea={() => `/${locale}/places`}
              words={{ count: () => place.name, regions }}
            />
          </section>
          {!EXACT.includes(precisionOf(record)) && <p className="fact">{t("page.approximate")}</p>}
          <p className="row">
            <a
              className="button quiet"
              href={`https://www.openstreetmap.org/directions?to=${place.lat}%2C${place.lon}`}
              rel="noreferrer"
            >
              {spaces("page.route")}
            </a>
          </p>
        </div>
      </div>
      <Completeness locale={locale} score={scoreOf(record)} />
      <section id="claim">
        <h2>{t("page.claimTitle")}</h2>
        {region ? (
          <ClaimIt ctx={ctx} locale={locale} place={place} t={t} />
        ) : (
          <p>{t("outside_regions")}</p>
        )}
      </section>
    </div>
  );
}

/** Where a listed place went: to the page of its space, once people find that. */
async function Became({ ctx, locale, id }: { ctx: Context; locale: Locale; id: string }) {
  const slug = await spaceOfPlace(ctx, id);
  if (!slug) notFound();
  if (await findSpace(ctx, slug)) redirect(`/${locale}/spaces/${slug}`);
  const t = translator(locale, "places");
  return (
    <>
      <h1>{t("list.title")}</h1>
      <p>{t("page.becomes")}</p>
      <p>
        <a href={`/${locale}/places`}>{t("list.all")}</a>
      </p>
    </>
  );
}

function pointOf({ latitude: lat, longitude: lon }: PlaceRecord) {
  return { lat, lon };
}

/** What the source says of the place, in its own language. */
function Said({ record, locale }: { record: PlaceRecord; locale: Locale }) {
  const text = record.presentation_detail ?? record.presentation_resume;
  const lang = languageOf(record);
  return text && <p lang={lang === locale ? undefined : lang}>{text}</p>;
}

function languageOf({ langue, pays }: PlaceRecord): "nl" | "fr" | undefined {
  if (langue === "nl" || langue === "fr") return langue;
  return pays === "FR" ? "fr" : undefined;
}

function factsOf(record: PlaceRecord, locale: Locale, t: Translate) {
  const { adresse, complement_adresse: more, code_postal: postcode, commune } = record;
  const website = record.site_web?.split("|")[0];
  const town = [postcode, townIn(locale, commune)].filter(Boolean).join(" ");
  const offers = OFFERED.flatMap((field) => record[field]?.split("|") ?? []);
  return [
    { name: t("page.address"), value: [adresse, more, town].filter(Boolean).join(", ") },
    ...(record.telephone
      ? [
          {
            name: t("page.phone"),
            value: <a href={`tel:${record.telephone}`}>{record.telephone}</a>,
          },
        ]
      : []),
    ...(website && URL.canParse(website)
      ? [
          {
            name: t("page.website"),
            value: (
              <a href={website} rel="noopener nofollow">
                {new URL(website).host}
              </a>
            ),
          },
        ]
      : []),
    ...(record.langue === "nl" || record.langue === "fr"
      ? [
          {
            name: translator(locale, "spaces")("filter.language"),
            value: LOCALE_NAMES[record.langue],
          },
        ]
      : []),
    ...(offers.length > 0
      ? [{ name: t("page.offers"), value: offers.map((one) => offerIn(one, t)).join(", ") }]
      : []),
  ];
}

const OFFERED = [
  "services",
  "publics_specifiquement_adresses",
  "prise_en_charge_specifique",
] as const;

/** A value of the standard in the reader's words; one that is new there stays as it is written. */
function offerIn(value: string, t: Translate): string {
  const known = OFFERS[value];
  return known ? t(`offers.${known}`) : value;
}

/** How complete it is, by what a space is asked for. */
function scoreOf(record: PlaceRecord) {
  const said = record.presentation_detail ?? record.presentation_resume;
  return completenessOf({
    summary: said ? { [languageOf(record) ?? "fr"]: said } : {},
    openingHours: record.horaires ?? "",
    precision: precisionOf(record),
    address: record.adresse ?? null,
    postcode: record.code_postal ?? null,
    phone: record.telephone ?? null,
    website: record.site_web ?? null,
    photos: 0,
    rooms: 0,
  });
}

type ClaimProps = { ctx: Context; locale: Locale; place: ListedPlace; t: Translate };

/** The form with which somebody asks for the place, or what became of that. */
async function ClaimIt({ ctx, locale, place, t }: ClaimProps) {
  const here = `/${locale}/places/${place.id}`;
  if (ctx.actor.kind === "visitor")
    return (
      <>
        <p>{t("page.claimHint")}</p>
        <p className="row">
          <a
            className="button quiet"
            href={`/${locale}/sign-in?next=${encodeURIComponent(`${here}#claim`)}`}
          >
            {t("page.signIn")}
          </a>
        </p>
      </>
    );
  if (!can(ctx.actor, "place.claim") || isByCard(ctx.actor))
    return <p>{translator(locale, "identity")("card_opens_less")}</p>;
  const own = await ownClaim(ctx, place.id);
  if (own?.state === "asked")
    return (
      <>
        <p>{t("page.asked")}</p>
        <ActionForm
          action={withdrawClaimAction}
          values={{ locale, claimId: own.id }}
          submit={t("page.withdraw")}
          working={t("import.working")}
          quiet
        />
      </>
    );
  return (
    <>
      {own?.state === "refused" && (
        <p>
          {t("page.refused")} <bdi>{own.answer}</bdi>
        </p>
      )}
      <p>{t("page.claimHint")}</p>
      <ActionForm
        action={claimPlaceAction}
        values={{ locale, placeId: place.id }}
        submit={t("page.claim")}
        working={t("import.working")}
      >
        <TextField label={t("page.organisation")} name="organisation" maxLength={120} required />
        <TextField label={t("page.role")} name="role" maxLength={120} required />
        <TextArea
          label={t("page.why")}
          hint={t("page.whyHint")}
          name="note"
          maxLength={500}
          rows={3}
          required
        />
      </ActionForm>
    </>
  );
}
