import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { StepHead } from "#components/booking/step-head.tsx";
import { awayInWords, countryOf } from "#components/map/away.ts";
import { townIn } from "#components/map/towns.ts";
import { Drawing } from "#components/spaces/drawing.tsx";
import { whenWords } from "#components/spaces/place-list.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { Status } from "#components/ui/status.tsx";
import { type FreeTime, findFreeTimes, hourly } from "#lib/booking/search/free-times.ts";
import { equipmentOf, inputAddress, readInput, sameAddress } from "#lib/booking/search/input.ts";
import { suitableSpaces } from "#lib/booking/search/suitable-spaces.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError, orRefusal } from "#lib/foundation/platform/errors/errors.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { pageFrom } from "#lib/foundation/platform/http/pages.ts";
import { findTown } from "#lib/places/spaces/queries.ts";
import { awayWords } from "../../near-words.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

/** Each says when it is free, which is looked up place by place. */
const PLACES_ON_A_PAGE = 5;
const DAYS = 4;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "booking")("where.title") };
}

/** The second screen: the places that have what is needed. */
export default async function WherePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const asked = await searchParams;
  const input = readInput(asked);
  if ("code" in input) redirect(`/${locale}/book?${sameAddress(asked)}`);

  const ctx = await requestContext();
  const t = translator(locale, "booking");
  const town = firstOf(asked.town).slice(0, 60);
  const near = town ? await findTown(ctx, town) : null;
  const page = pageFrom(asked.page);
  const suits = {
    people: input.people,
    minutes: input.hours * 60,
    equipment: equipmentOf(input),
  };
  const { items, total } = await suitableSpaces(ctx, {
    ...suits,
    near: near ?? undefined,
    page,
    size: PLACES_ON_A_PAGE,
  });
  const pages = Math.ceil(total / PLACES_ON_A_PAGE);
  const within = { start: ctx.now, end: ctx.now.add({ hours: 24 * DAYS }) };
  const free = await Promise.all(
    items.map(({ slug }) => timesOrNone(findFreeTimes(ctx, { ...suits, spaceSlug: slug }, within))),
  );
  const back = `/${locale}/book?${inputAddress(input)}`;
  return (
    <div className="narrow">
      <StepHead
        here="where"
        hrefs={{ what: back }}
        title={t("where.title")}
        locale={locale}
        t={t}
      />
      <form className="search" action={`/${locale}/book/where`} method="get">
        {[...inputAddress(input)].map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <TextField
          label={t("where.near")}
          name="town"
          defaultValue={town}
          maxLength={60}
          autoComplete="address-level2"
        />
        <button type="submit" className="button quiet">
          {t("where.look")}
        </button>
      </form>
      {town && !near && <Status className="">{t("where.unknownTown", { town })}</Status>}
      <h2>{t("where.found", { count: total })}</h2>
      {total === 0 && (
        <Empty text={t("where.none")}>
          <a className="button" href={back}>
            {t("steps.back")}
          </a>
        </Empty>
      )}
      <ol className="space-picks">
        {items.map((space, index) => (
          <li className="space-pick" key={space.slug}>
            <Drawing kind={space.kind} />
            <div>
              <h3 id={space.slug}>{space.name}</h3>
              <p className="tags">
                <span className={`tag region ${space.region}`}>{townIn(locale, space.city)}</span>
                {space.distanceKm !== null && (
                  <span className="tag">
                    <Icon name="bike" />
                    {awayInWords(locale, awayWords(locale), space.distanceKm, {
                      from: near && countryOf(near.region),
                      to: countryOf(space.region),
                    })}
                  </span>
                )}
              </p>
              <FirstFree
                times={free[index] ?? []}
                zone={space.timeZone}
                locale={locale}
                now={ctx.now}
              />
            </div>
            <a
              className="button"
              href={`/${locale}/book/when?${inputAddress({ ...input, space: space.slug })}`}
              aria-describedby={space.slug}
            >
              {t("where.choose")}
            </a>
          </li>
        ))}
      </ol>
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={pages}
        hrefOf={(other) => {
          const query = inputAddress(input);
          if (town) query.set("town", town);
          query.set("page", String(other));
          return `/${locale}/book/where?${query}`;
        }}
      />
      <p className="step-actions">
        <a className="button quiet" href={back}>
          {t("steps.back")}
        </a>
      </p>
    </div>
  );
}

type FreeProps = { times: FreeTime[]; zone: string; locale: Locale; now: Temporal.Instant };

/** When a room that suits is free first, and how often in the days after. */
function FirstFree({ times: [first, ...others], zone, locale, now }: FreeProps) {
  const t = translator(locale, "booking");
  if (!first) return <p className="state shut">{t("where.notFree", { days: DAYS })}</p>;
  const when = whenWords(first.during.start, zone, locale, now, translator(locale, "spaces"));
  return (
    <>
      <p className="state free">{t("where.firstFree", { when })}</p>
      <p className="fact">
        {t("where.timesFree", { count: hourly([first, ...others]).length, days: DAYS })}
      </p>
    </>
  );
}

/**
 * Where the reader has no booking to come, nothing is free for them: the list says so, the next
 * screen why.
 */
async function timesOrNone(times: Promise<FreeTime[]>): Promise<FreeTime[]> {
  const found = await orRefusal(times);
  return found instanceof DomainError ? [] : found;
}
