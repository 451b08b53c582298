import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BookingsToMove } from "#components/desk/bookings-to-move.tsx";
import { Status } from "#components/ui/status.tsx";
import { bookingsOfUnfitRooms } from "#lib/booking/bookings/no-longer-fits.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("resources.title") };
}

/** What can be booked in a space, and under which rules. */
export default async function RoomsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("space.manage", `/${locale}/desk/rooms`);
  const asked = await searchParams;
  const t = translator(locale, "desk");
  const words = translator(locale, "spaces");
  const { own, space: chosen } = await chosenSpaces(ctx, "space.manage", asked.space);
  const space = chosen ? await findSpace(ctx, chosen.slug) : null;
  if (!space) notFound();
  const nameOf = new Map(space.resources.map(({ id, name }) => [id, name]));
  return (
    <div className="narrow">
      <h1>{t("resources.title")}</h1>
      {own.length > 1 && <p className="fact">{space.name}</p>}
      {asked.saved !== undefined && <Status>{t("resources.saved")}</Status>}
      <BookingsToMove
        bookings={await bookingsOfUnfitRooms(ctx, space.id)}
        title={t("resources.unfit")}
        hint={t("resources.unfitHint")}
        locale={locale}
        timeZone={space.timeZone}
      />
      <p className="row">
        <a className="button" href={`/${locale}/desk/rooms/edit?space=${space.slug}`}>
          {t("resources.new")}
        </a>
      </p>
      <ol className="cards">
        {space.resources.map((resource) => (
          <li className="card" key={resource.id}>
            <div>
              <h2>
                <a href={`/${locale}/desk/rooms/edit?space=${space.slug}&id=${resource.id}`}>
                  {resource.name}
                </a>
              </h2>
              <p className="fact">
                {[
                  t(`resources.kinds.${resource.kind}`),
                  resource.kind === "stock"
                    ? t("resources.pieces", { count: resource.quantity })
                    : resource.kind !== "item" && words("places", { count: resource.capacity }),
                  resource.madeOf.length > 0 &&
                    resource.madeOf.map((id) => nameOf.get(id)).join(" + "),
                  resource.bookableBy !== "everyone" && t(`resources.who.${resource.bookableBy}`),
                  resource.needsApproval && t("resources.needsApproval"),
                  resource.staysIn &&
                    t("resources.onlyIn", { room: nameOf.get(resource.staysIn) ?? "" }),
                  resource.lendable && t("resources.lendable"),
                  resource.costCode && t("resources.cost", { code: resource.costCode }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
              {(resource.kind === "room" || resource.kind === "desk") && (
                <p>
                  <a href={`/${locale}/spaces/${space.slug}/door/${resource.id}`}>
                    {translator(locale, "calendars")("door.title")}
                  </a>
                </p>
              )}
              {resource.outOfServiceReason && (
                <p className="status">
                  {t("resources.out", { reason: resource.outOfServiceReason })}{" "}
                  {resource.outOfServiceUntil &&
                    t("resources.outUntil", {
                      when: formatDate(locale, resource.outOfServiceUntil, space.timeZone, ctx.now),
                    })}
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
