import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BookingsToMove } from "#components/desk/bookings-to-move.tsx";
import { Completeness } from "#components/spaces/completeness.tsx";
import { Photos } from "#components/spaces/photo-form.tsx";
import { PlaceForm } from "#components/spaces/place-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { bookingsOutsideHours } from "#lib/booking/bookings/no-longer-fits.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/session.ts";
import { publishPlaceAction } from "#lib/places/spaces/actions.ts";
import { completenessOf } from "#lib/places/spaces/completeness.ts";
import { photosOf } from "#lib/places/spaces/photos.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("places.title") };
}

const DONE = ["added", "changed", "published", "unpublished"];

/** One space: whether people find it, what is said of it, its photos. */
export default async function PlacePage({ params, searchParams }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext("space.add", `/${locale}/admin/spaces/${slug}`);
  const space = await findSpace(ctx, slug);
  if (!space) notFound();
  const asked = await searchParams;
  const t = translator(locale, "desk");
  const done = DONE.find((one) => one === asked.done);
  const own = (await photosOf(ctx, space.id)).filter(({ resourceId }) => resourceId === null);
  return (
    <>
      <h1>{space.name}</h1>
      {done && (
        <p className="status" role="status">
          {t(`places.done.${done}`)}
        </p>
      )}
      <p className="row">
        <a href={`/${locale}/spaces/${slug}`}>{t("places.open")}</a>
        <a href={`/${locale}/desk/rooms?space=${slug}`}>{t("places.rooms")}</a>
        <a href={`/${locale}/desk/hours?space=${slug}`}>{t("places.hours")}</a>
      </p>
      <section>
        <h2>{t("places.publishTitle")}</h2>
        <p>
          <span className={space.published ? "state free" : "state shut"}>
            {t(space.published ? "places.published" : "places.unpublished")}
          </span>
        </p>
        <ActionForm
          action={publishPlaceAction}
          submit={t(space.published ? "places.unpublish" : "places.publish")}
          working={t("form.working")}
          values={{ locale, spaceId: space.id, space: slug, published: space.published ? "no" : "yes" }}
          quiet={space.published}
        />
      </section>
      {!space.published && (
        <BookingsToMove
          bookings={await bookingsOutsideHours(ctx, space.id)}
          title={t("hours.outside")}
          hint={t("hours.outsideHint")}
          locale={locale}
          timeZone={space.timeZone}
        />
      )}
      <Completeness
        locale={locale}
        score={completenessOf({
          ...space,
          photos: own.length,
          rooms: space.resources.filter(({ kind }) => kind === "room" || kind === "desk").length,
        })}
      />
      <PlaceForm locale={locale} place={space} />
      <Photos
        locale={locale}
        title={t("places.photo")}
        door={`/api/v1/spaces/${slug}/photos`}
        photos={own}
        here={`/${locale}/admin/spaces/${slug}`}
        asked={asked}
      />
    </>
  );
}
