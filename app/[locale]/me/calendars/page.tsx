import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CardOpensLess } from "#components/identity/card-opens-less.tsx";
import { TokenForm } from "#components/identity/token-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { SelectField, Tick } from "#components/ui/field.tsx";
import { makeFeedAction, revokeFeedAction } from "#lib/booking/calendars/actions.ts";
import { myFeeds } from "#lib/booking/calendars/feeds.ts";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { can, isByCard } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { roomsOf, spacesWhere } from "#lib/places/spaces/queries.ts";

type Props = { params: Promise<{ locale: string }> };

/** Who runs more spaces than this picks rooms nowhere: whole spaces serve them better. */
const MOST_SPACES_WITH_ROOMS = 10;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "calendars")("title") };
}

/** Addresses under which one's own calendar program reads bookings, and how to take them back. */
export default async function CalendarsPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  if (ctx.actor.kind !== "person") redirect(`/${locale}/sign-in?next=/${locale}/me/calendars`);
  const t = translator(locale, "calendars");
  if (isByCard(ctx.actor))
    return <CardOpensLess locale={locale} title={t("title")} path={`/${locale}/me/calendars`} />;
  const feeds = await myFeeds(ctx);
  const isStaff = can(ctx.actor, "booking.manage");
  const own = isStaff ? await spacesWhere(ctx, "booking.manage") : [];
  const choices = [{ value: "person", label: t("mine") }];
  for (const { id, slug, name } of own) {
    choices.push({ value: `space:${id}`, label: name });
    if (own.length <= MOST_SPACES_WITH_ROOMS)
      for (const room of await roomsOf(ctx, slug))
        choices.push({
          value: `room:${room.id}`,
          label: `${isolated(name)} – ${isolated(room.name)}`,
        });
  }
  return (
    <div className="narrow">
      <h1>{t("title")}</h1>
      <p>{t("intro")}</p>
      <TokenForm
        action={makeFeedAction}
        locale={locale}
        words={{ make: t("make"), made: t("made"), working: t("working") }}
      >
        {isStaff && (
          <>
            <SelectField label={t("what")} name="what" defaultValue="person" options={choices} />
            <Tick label={t("withTitles")} name="withTitles" value="on" defaultChecked={false} />
          </>
        )}
      </TokenForm>
      <h2>{t("now")}</h2>
      {feeds.length === 0 && <p>{t("none")}</p>}
      <ul className="cards">
        {feeds.map(({ id, shows, what, withTitles, createdAt }) => (
          <li className="card" key={id}>
            <div>
              <h3>{shows === "person" ? t("mine") : what}</h3>
              <p className="fact">
                {t("since", {
                  when: formatDate(locale, Temporal.Instant.from(createdAt), NETWORK_ZONE, ctx.now),
                })}
                {shows !== "person" && ` · ${t(withTitles ? "titles" : "noTitles")}`}
              </p>
            </div>
            <ActionForm
              action={revokeFeedAction}
              submit={t("revoke")}
              working={t("working")}
              values={{ locale, id }}
              quiet
            />
          </li>
        ))}
      </ul>
      <p className="row">
        <a href={`/${locale}/me`}>{translator(locale, "booking")("mine.title")}</a>
      </p>
    </div>
  );
}
