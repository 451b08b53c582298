import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { UnfitBookings } from "#components/desk/unfit-bookings.tsx";
import { LayoutList } from "#components/spaces/layout-list.tsx";
import { Photos } from "#components/spaces/photo-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { saveResourceAction } from "#lib/booking/closures/actions-rooms.ts";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { organisationsByName } from "#lib/foundation/identity/people/organisations.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { layoutsOfSpace, markOfLayout } from "#lib/places/spaces/layouts.ts";
import { photosOf } from "#lib/places/spaces/photos.ts";
import { findSpace, type Resource, type Space, spacesWhere } from "#lib/places/spaces/queries.ts";
import { markOfResource } from "#lib/places/spaces/resources.ts";
import { ResourceFields } from "./resource-fields.tsx";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

type SpaceWithRooms = Space & { resources: Resource[] };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("resources.edit") };
}

/** One thing that can be booked, with its rules. */
export default async function EditResourcePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("space.manage", `/${locale}/desk/rooms`);
  const asked = await searchParams;
  const { space, resource } = await editedBy(ctx, firstOf(asked.space), firstOf(asked.id));
  const t = translator(locale, "desk");
  return (
    <div className="narrow">
      <h1>{resource?.name ?? t("resources.new")}</h1>
      <p>{space.name}</p>
      <ActionForm
        action={saveResourceAction}
        submit={t("resources.save")}
        working={t("form.working")}
        values={{
          locale,
          id: resource?.id ?? "",
          spaceId: space.id,
          space: space.slug,
          ...(resource && { revision: markOfResource(resource) }),
        }}
      >
        <ResourceFields
          resource={resource}
          parts={partsFor(resource, space.resources)}
          organisations={await organisationsByName(ctx)}
          timeZone={space.timeZone}
          locale={locale}
        />
        <UnfitBookings
          bookings={`/${locale}/me/bookings`}
          words={{
            title: t("resources.decide.title"),
            question: t("resources.decide.question"),
            keep: t("resources.decide.keep"),
            cancel: t("resources.decide.cancel"),
            session: t("resources.decide.session"),
            people: labelled(locale, t("form.people"), ""),
          }}
        />
      </ActionForm>
      {resource && <Shown {...{ ctx, locale, space, resource, asked }} />}
      <p className="row">
        <a href={`/${locale}/desk/rooms?space=${space.slug}`}>{t("resources.title")}</a>
      </p>
    </div>
  );
}

/** The space, and what of it is edited: nothing yet without an id. Anything else is a 404. */
async function editedBy(
  ctx: Context,
  slug: string,
  id: string,
): Promise<{ space: SpaceWithRooms; resource: Resource | undefined }> {
  const own = await spacesWhere(ctx, "space.manage");
  const space = own.some((each) => each.slug === slug) ? await findSpace(ctx, slug) : null;
  const resource = space?.resources.find((each) => each.id === id);
  if (!space || (id && !resource)) notFound();
  return { space, resource };
}

const isRoom = ({ kind }: Resource) => kind === "room" || kind === "desk";

/** The rooms that are no joined rooms themselves. */
function partsFor(resource: Resource | undefined, all: Resource[]): Resource[] {
  return all.filter((part) => isRoom(part) && part.madeOf.length === 0 && part.id !== resource?.id);
}

/** How it can be set up and what it looks like: kept by forms of their own. */
async function Shown({
  ctx,
  locale,
  space,
  resource,
  asked,
}: {
  ctx: Context;
  locale: Locale;
  space: SpaceWithRooms;
  resource: Resource;
  asked: Awaited<Props["searchParams"]>;
}) {
  const here = `/${locale}/desk/rooms/edit?space=${space.slug}&id=${resource.id}`;
  const layouts = isRoom(resource) ? await layoutsOfSpace(ctx, space.id) : [];
  const photos = await photosOf(ctx, space.id);
  return (
    <>
      {isRoom(resource) && (
        <LayoutList
          locale={locale}
          layouts={layouts
            .filter(({ roomId }) => roomId === resource.id)
            .map((layout) => ({ ...layout, revision: markOfLayout(layout) }))}
          here={`${here}#layouts`}
        />
      )}
      <Photos
        locale={locale}
        title={translator(locale, "desk")("photos.title")}
        door={`/api/v1/resources/${resource.id}/photos`}
        photos={photos.filter(({ resourceId }) => resourceId === resource.id)}
        here={here}
        asked={asked}
      />
    </>
  );
}
