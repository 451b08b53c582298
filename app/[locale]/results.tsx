import type { RoomOffer } from "#components/booking/room-list.tsx";
import { offersFrom } from "#lib/booking/offers.ts";
import { type AvailableRoom, BANDS_KM } from "#lib/booking/queries.ts";
import { type Offer, ownLimit, roomsWithin, searchRooms } from "#lib/booking/search.ts";
import { formAddress, type ReadSearch, type SearchForm, withMoreRooms } from "#lib/booking/search-form.ts";
import { checkAddress } from "#lib/booking/wish.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { messageFor, translator } from "#lib/i18n/translator.ts";
import type { Context } from "#lib/identity/context.ts";
import { DomainError, orRefusal, type Reason } from "#lib/platform/errors.ts";
import { findTown } from "#lib/spaces/queries.ts";
import { Rooms } from "./rooms.tsx";
import { searchInWords } from "./words.ts";

type Props = { ctx: Context; locale: Locale; form: SearchForm; search: ReadSearch };

const KINDS = ["time", "smaller", "together", "elsewhere"] as const satisfies Offer["kind"][];

/** What is free; or, when nothing is, each way that remains under a heading of its own. */
export async function Results({ ctx, locale, form, search }: Props) {
  const t = translator(locale, "home");
  const { people, equipment, features, bbox, spaceSlug, minutes, windows, time } = search;
  const town = form.town ? await findTown(ctx, form.town) : null;
  const near = search.near ?? town ?? undefined;
  const wish = { people, equipment, features, near, bbox, spaceSlug };
  const radiusKm = near ? search.radiusKm : undefined;
  const inWords = searchInWords(locale, t, search);
  const list = (rooms: RoomOffer[]) => <Rooms ctx={ctx} locale={locale} rooms={rooms} />;
  const said = (
    <>
      {form.wrote && <p role="status">{t("understood", { wrote: form.wrote, when: inWords })}</p>}
      {form.town && !town && <p role="status">{t("unknownTown", { town: form.town })}</p>}
    </>
  );

  if (minutes !== null) {
    const found = await orRefusal(roomsWithin(ctx, { ...wish, radiusKm }, windows, minutes));
    if (found instanceof DomainError) return <Refused locale={locale} reason={found.reason} />;
    return (
      <section>
        {said}
        <h2>{t(found.length > 0 ? "freeWithin" : "nothingFree", { when: inWords })}</h2>
        {found.length === 0 && <p>{t("tryOther")}</p>}
        {list(offersFrom(found, search, locale))}
        <p>
          <a href={`/${locale}?${formAddress(laterThan(form))}`}>{t("laterDays")}</a>
        </p>
      </section>
    );
  }

  const asked = { ...wish, ...time, radiusKm, limit: search.limit };
  const answer = await orRefusal(searchRooms(ctx, asked));
  if (answer instanceof DomainError) return <Refused locale={locale} reason={answer.reason} />;
  const { items, hasMore, alternatives, waitlist } = answer;
  const hrefOf = (roomId: string) => `/${locale}/book/check?${checkAddress({ ...search, ...time, roomId })}`;
  if (items.length > 0)
    return (
      <section>
        {said}
        <h2>{t("free", { when: inWords })}</h2>
        {bandsIn(items).map(({ band, rooms }) => (
          <section key={band ?? "all"} aria-labelledby={band === null ? undefined : `band-${band}`}>
            {band !== null && <h3 id={`band-${band}`}>{t(`bands.${band}`)}</h3>}
            {list(rooms.map((room) => ({ ...room, when: null, href: hrefOf(room.roomId) })))}
          </section>
        ))}
        {hasMore && (
          <p>
            <a className="button quiet" href={`/${locale}?${formAddress(withMoreRooms(form))}`}>
              {t("moreRooms")}
            </a>
          </p>
        )}
      </section>
    );

  const limit = await ownLimit(ctx, asked);
  return (
    <section>
      {said}
      <h2>{t("nothingFree", { when: inWords })}</h2>
      {limit && (
        <p className="alert" role="alert">
          {messageFor(locale, limit)}
        </p>
      )}
      {alternatives.length + waitlist.length === 0 && <p>{t("tryOther")}</p>}
      {KINDS.map((kind) => ({ kind, offers: alternatives.filter((offer) => offer.kind === kind) }))
        .filter(({ offers }) => offers.length > 0)
        .map(({ kind, offers }) => (
          <section key={kind} aria-labelledby={kind}>
            <h2 id={kind}>{t(`ways.${kind}`)}</h2>
            {list(offersFrom(offers, search, locale))}
          </section>
        ))}
      {waitlist.length > 0 && (
        <section aria-labelledby="wait">
          <h2 id="wait">{t("ways.wait")}</h2>
          <p className="fact">{t("waitHint")}</p>
          {list(
            waitlist.map((room) => ({
              ...room,
              when: t("isTaken"),
              action: t("wait"),
              href: hrefOf(room.roomId),
            })),
          )}
        </section>
      )}
    </section>
  );
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
  return BAND_NAMES.map((band) => ({ band, rooms: rooms.filter((room) => bandOf(room) === band) })).filter(
    (one) => one.rooms.length > 0,
  );
}

function Refused({ locale, reason }: { locale: Locale; reason: Reason }) {
  return (
    <p className="alert" role="alert">
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
