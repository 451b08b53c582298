import { BookingsToMove } from "#components/desk/bookings-to-move.tsx";
import { Completeness } from "#components/spaces/completeness.tsx";
import { Photos } from "#components/spaces/photo-form.tsx";
import { PlaceForm } from "#components/spaces/place-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { bookingsOutsideHours, countToCome } from "#lib/booking/bookings/no-longer-fits.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { publishPlaceAction } from "#lib/places/spaces/actions.ts";
import { completenessOf } from "#lib/places/spaces/completeness.ts";
import { photosOf } from "#lib/places/spaces/photos.ts";
import { markOfPlace } from "#lib/places/spaces/places.ts";
import type { Resource, Space } from "#lib/places/spaces/queries.ts";

type Props = {
  ctx: Context;
  locale: Locale;
  space: Space & { resources: Resource[] };
  /** The address of the page, where its forms lead back to. */
  here: string;
  asked: PageQuery;
};

/**
 * What whoever manages a space does with its description: whether people find it, what is missing,
 * its facts, point and photos.
 */
export async function PlaceDesk({ ctx, locale, space, here, asked }: Props) {
  const t = translator(locale, "desk");
  const own = (await photosOf(ctx, space.id)).filter(({ resourceId }) => resourceId === null);
  const toCome = space.published ? await countToCome(ctx, space.id) : 0;
  return (
    <>
      <p className="row">
        <a href={`/${locale}/spaces/${space.slug}`}>{t("places.open")}</a>
        <a href={`/${locale}/desk/rooms?space=${space.slug}`}>{t("places.rooms")}</a>
        <a href={`/${locale}/desk/hours?space=${space.slug}`}>{t("places.hours")}</a>
      </p>
      <section>
        <h2>{t("places.publishTitle")}</h2>
        <p>
          <span className={space.published ? "state free" : "state shut"}>
            {t(space.published ? "places.published" : "places.unpublished")}
          </span>
        </p>
        {toCome > 0 && <p className="fact">{t("places.unpublishHint", { count: toCome })}</p>}
        <ActionForm
          action={publishPlaceAction}
          submit={t(space.published ? "places.unpublish" : "places.publish")}
          working={t("form.working")}
          values={{
            locale,
            here,
            spaceId: space.id,
            space: space.slug,
            published: space.published ? "no" : "yes",
          }}
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
      <PlaceForm locale={locale} place={space} revision={markOfPlace(space)} here={here} />
      <Photos
        locale={locale}
        title={t("places.photo")}
        door={`/api/v1/spaces/${space.slug}/photos`}
        photos={own}
        here={here}
        asked={asked}
      />
    </>
  );
}
