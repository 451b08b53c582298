import type { ReactNode } from "react";
import type { RoomOffer } from "#components/booking/room-list.tsx";
import { countryOf } from "#components/map/away.ts";
import { NearMe } from "#components/spaces/near-me.tsx";
import { type AvailableRoom, BANDS_KM } from "#lib/booking/search/free-rooms.ts";
import { checkAddress } from "#lib/booking/search/input.ts";
import { offersFrom } from "#lib/booking/search/offers.ts";
import { type Offer, ownLimit, roomsWithin, searchRooms } from "#lib/booking/search/search.ts";
import {
  formAddress,
  type ReadSearch,
  type SearchForm,
  withMoreRooms,
} from "#lib/booking/search/search-form.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError, orRefusal, type Reason } from "#lib/foundation/platform/errors/errors.ts";
import { findTown, spaceKinds, spotsOf } from "#lib/places/spaces/queries.ts";
import { MapBeside, viewFrom } from "./map-beside.tsx";
import { communesOf, nearWords } from "./near-words.ts";
import { Rooms } from "./rooms.tsx";
import { ViewTabs } from "./view-tabs.tsx";
import { needsInWords, searchInWords } from "./words.ts";

type Props = {
  ctx: Context;
  locale: Locale;
  form: SearchForm;
  search: ReadSearch;
  /** The part of the map that was looked at, as its address says it. */
  at: string;
};

const KINDS = ["time", "smaller", "together", "elsewhere"] as const satisfies Offer["kind"][];

/**
 * What is free, and where; or, when nothing is, each way that remains under a heading of its own.
 */
export async function Results({ ctx, locale, form, search, at }: Props) {
  const t = translator(locale, "home");
  const { people, equipment, features, bbox, spaceSlug, minutes, windows, time } = search;
  const town = form.town ? await findTown(ctx, form.town) : null;
  const near = town ?? undefined;
  const from = town && countryOf(town.region);
  const input = { people, equipment, features, near, bbox, spaceSlug };
  const radiusKm = near ? search.radiusKm : undefined;
  const inWords = searchInWords(locale, t, search);
  const understood = form.wrote
    ? t("understood", { wrote: form.wrote, when: inWords })
    : `${capital(inWords)}.`;
  const page = (
    title: string,
    rooms: AvailableRoom[],
    listOf: (numbers: Map<string, number>) => ReactNode,
  ) => {
    const slugs = [...new Set(rooms.map((room) => room.spaceSlug))];
    const numbers = new Map(slugs.map((slug, index) => [slug, index + 1]));
    return (
      <div className="beside">
        <div className="found">
          <h1 id="results" tabIndex={-1}>
            {title}
          </h1>
          <p className="lead" role={form.wrote ? "status" : undefined}>
            {[understood, ...needsInWords(locale, t, search)].join(" ")}
          </p>
          {form.town && !town && <p role="status">{t("unknownTown", { town: form.town })}</p>}
        </div>
        <ViewTabs locale={locale} list="results" />
        <div className="split">
          <div>
            {!town && <NearRooms ctx={ctx} locale={locale} slugs={slugs} />}
            {listOf(numbers)}
          </div>
          <FoundOnMap
            ctx={ctx}
            locale={locale}
            form={form}
            search={search}
            at={at}
            numbers={numbers}
          />
        </div>
      </div>
    );
  };

  if (minutes !== null) {
    const found = await orRefusal(roomsWithin(ctx, { ...input, radiusKm }, windows, minutes));
    if (found instanceof DomainError) return <Refused locale={locale} reason={found.reason} />;
    const title = found.length > 0 ? t("found", { count: found.length }) : t("nothing");
    return page(title, found, (numbers) => (
      <>
        {found.length === 0 && <p>{t("tryOther")}</p>}
        <Rooms
          ctx={ctx}
          locale={locale}
          rooms={offersFrom(found, search, locale)}
          numbers={numbers}
          from={from}
        />
        <p className="pager">
          <a className="button quiet" href={`/${locale}?${formAddress(laterThan(form))}#results`}>
            {t("laterDays")}
          </a>
        </p>
      </>
    ));
  }

  const asked = { ...input, ...time, radiusKm, limit: search.limit };
  const answer = await orRefusal(searchRooms(ctx, asked));
  if (answer instanceof DomainError) return <Refused locale={locale} reason={answer.reason} />;
  const { items, hasMore, alternatives, waitlist } = answer;
  const hrefOf = (roomId: string) =>
    `/${locale}/book/check?${checkAddress({ ...search, ...time, roomId })}`;
  if (items.length > 0)
    return page(t(hasMore ? "foundMore" : "found", { count: items.length }), items, (numbers) => (
      <>
        {bandsIn(items).map(({ band, rooms }, index) => (
          <section
            className="band-of"
            key={band ?? "all"}
            aria-labelledby={band === null ? undefined : `band-${band}`}
          >
            {band !== null && <h2 id={`band-${band}`}>{t(`bands.${band}`)}</h2>}
            <Rooms
              ctx={ctx}
              locale={locale}
              rooms={rooms.map((room) => ({ ...room, when: null, href: hrefOf(room.roomId) }))}
              numbers={numbers}
              from={from}
              hasBest={index === 0}
            />
          </section>
        ))}
        {hasMore && (
          <p className="pager">
            <a className="button quiet" href={`/${locale}?${formAddress(withMoreRooms(form))}`}>
              {t("moreRooms")}
            </a>
          </p>
        )}
      </>
    ));

  const limit = await ownLimit(ctx, asked);
  const waiting: RoomOffer[] = waitlist.map((room) => ({
    ...room,
    when: t("isTaken"),
    action: t("wait"),
    href: hrefOf(room.roomId),
  }));
  return page(t("nothing"), [...alternatives, ...waitlist], (numbers) => (
    <>
      {limit && (
        <p className="alert" role="alert">
          {messageFor(locale, limit)}
        </p>
      )}
      {alternatives.length + waitlist.length === 0 && <p>{t("tryOther")}</p>}
      {KINDS.map((kind) => ({ kind, offers: alternatives.filter((offer) => offer.kind === kind) }))
        .filter(({ offers }) => offers.length > 0)
        .map(({ kind, offers }) => (
          <section className="band-of" key={kind} aria-labelledby={kind}>
            <h2 id={kind}>{t(`ways.${kind}`)}</h2>
            <Rooms
              ctx={ctx}
              locale={locale}
              rooms={offersFrom(offers, search, locale)}
              numbers={numbers}
              from={from}
            />
          </section>
        ))}
      {waiting.length > 0 && (
        <section className="band-of" aria-labelledby="wait">
          <h2 id="wait">{t("ways.wait")}</h2>
          <p className="fact">{t("waitHint")}</p>
          <Rooms ctx={ctx} locale={locale} rooms={waiting} numbers={numbers} from={from} />
        </section>
      )}
    </>
  ));
}

/** Where nobody said from where: a way to see the nearest first. */
async function NearRooms({
  ctx,
  locale,
  slugs,
}: Pick<Props, "ctx" | "locale"> & { slugs: string[] }) {
  if (slugs.length < 2) return null;
  return <NearMe communes={communesOf(locale, await spotsOf(ctx, {}))} words={nearWords(locale)} />;
}

type OnMapProps = Props & { numbers: Map<string, number> };

/** The spaces of the list on the map, under the numbers that they have in it. */
async function FoundOnMap({ ctx, locale, form, search, at, numbers }: OnMapProps) {
  const [spots, kinds] = [
    await spotsOf(ctx, { slugs: [...numbers.keys()] }),
    await spaceKinds(ctx),
  ];
  return (
    <MapBeside
      locale={locale}
      spots={spots.map((spot) => ({ ...spot, pin: String(numbers.get(spot.slug)) }))}
      view={viewFrom(at, search.bbox ?? null, spots)}
      kinds={kinds}
      address={formAddress({ ...form, bbox: "", town: "", space: "" })}
      areaName="bbox"
      isAll={false}
    />
  );
}

function capital(words: string): string {
  return words.slice(0, 1).toLocaleUpperCase() + words.slice(1);
}

const BAND_NAMES = ["near", "notFar", "far"] as const;

/** The rooms under how far they are; as they came where nobody said from where. */
function bandsIn(
  rooms: AvailableRoom[],
): { band: (typeof BAND_NAMES)[number] | null; rooms: AvailableRoom[] }[] {
  if (rooms.some(({ distanceKm }) => distanceKm === null)) return [{ band: null, rooms }];
  const bandOf = ({ distanceKm }: AvailableRoom) => {
    const at = BANDS_KM.findIndex((most) => (distanceKm ?? 0) <= most);
    return BAND_NAMES[at === -1 ? BANDS_KM.length : at] ?? "far";
  };
  return BAND_NAMES.map((band) => ({
    band,
    rooms: rooms.filter((room) => bandOf(room) === band),
  })).filter((one) => one.rooms.length > 0);
}

function Refused({ locale, reason }: { locale: Locale; reason: Reason }) {
  return (
    <p className="alert beside" role="alert" id="results" tabIndex={-1}>
      {messageFor(locale, reason)}
    </p>
  );
}

/** The same search in the days that follow, as many as before. */
function laterThan(form: SearchForm): SearchForm {
  const first = Temporal.PlainDate.from(form.day);
  const last = form.until ? Temporal.PlainDate.from(form.until) : first;
  const days = first.until(last).days + 1;
  const [day, until] = [first, last].map((date) => date.add({ days }).toString());
  return { ...form, wrote: "", day: day ?? form.day, until: form.until && until ? until : "" };
}
