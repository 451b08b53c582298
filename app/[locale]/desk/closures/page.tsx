import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TimesFields } from "#components/desk/times-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Status } from "#components/ui/status.tsx";
import { closeRoomsAction, reopenAction } from "#lib/booking/closures/actions.ts";
import { type ClosureForm, closureForm, closurePlan } from "#lib/booking/closures/closure-form.ts";
import { closuresOf, previewClosure } from "#lib/booking/closures/closures.ts";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError, orRefusal } from "#lib/foundation/platform/errors/errors.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { titleIn } from "#lib/learning/sessions/rules.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import { roomsOf } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("closures.title") };
}

/** What is closed in a space, and a new closure: first what it would displace, then one button. */
export default async function ClosuresPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("booking.manage", `/${locale}/desk/closures`);
  const asked = await searchParams;
  const t = translator(locale, "desk");
  const one = (name: string) => firstOf(asked[name]);
  const { own, space } = await chosenSpaces(ctx, "booking.manage", asked.space);
  if (!space) notFound();
  const rooms = await roomsOf(ctx, space.slug);
  const closures = await closuresOf(ctx, space.id);
  const input = one("day") ? closureForm.safeParse({ ...asked, spaceId: space.id }) : null;
  const today = ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate().toString();
  const wanted = input?.success ? input.data : null;
  return (
    <div className="narrow">
      <h1>{t("closures.title")}</h1>
      {own.length > 1 && <p className="fact">{space.name}</p>}
      {asked.made !== undefined && (
        <Status>
          {t("closures.made")} {t("closures.offered", { count: Number(one("made")) || 0 })}
        </Status>
      )}
      {one("day") && (
        <Preview
          ctx={ctx}
          locale={locale}
          t={t}
          input={wanted}
          space={{ slug: space.slug, timeZone: space.timeZone }}
        />
      )}
      <h2>{t("closures.new")}</h2>
      <form className="form" action={`/${locale}/desk/closures#check`} method="get">
        <input type="hidden" name="space" value={space.slug} />
        <TimesFields
          locale={locale}
          rooms={rooms}
          chosen={[asked.rooms ?? []].flat()}
          value={one}
          today={today}
          whole={t("closures.whole")}
          t={t}
        />
        <TextField
          label={t("closures.reason")}
          name="reason"
          maxLength={300}
          defaultValue={one("reason")}
          required
        />
        <button type="submit" className="button quiet">
          {t("closures.look")}
        </button>
      </form>
      <h2>{t("closures.now")}</h2>
      {closures.length === 0 && <p>{t("closures.none")}</p>}
      <ol className="cards">
        {closures.map(({ id, reason, roomNames, windows }) => (
          <li className="card" key={id}>
            <div>
              <h3>{reason}</h3>
              <p>{roomNames.length > 0 ? roomNames.join(", ") : t("closures.all")}</p>
              {windows.slice(0, 3).map((window) => (
                <p className="fact" key={window.start.toString()}>
                  {formatDateTimeRange(locale, window, space.timeZone)}
                </p>
              ))}
              {windows.length > 3 && (
                <p className="fact">{t("closures.more", { count: windows.length - 3 })}</p>
              )}
            </div>
            <ActionForm
              action={reopenAction}
              submit={t("closures.reopen")}
              working={t("form.working")}
              values={{ locale, id, space: space.slug }}
              quiet
            />
          </li>
        ))}
      </ol>
    </div>
  );
}

type PreviewProps = {
  ctx: Context;
  locale: Locale;
  t: Translate;
  input: ClosureForm | null;
  space: { slug: string; timeZone: string };
};

/** What would be closed and whom it would displace; or why it cannot be. */
async function Preview({ ctx, locale, t, input, space }: PreviewProps) {
  const plan = input && closurePlan(input);
  const found = plan
    ? await orRefusal(previewClosure(ctx, plan))
    : new DomainError("invalid", { code: "booking.not_a_moment" });
  if (found instanceof DomainError || !input)
    return (
      <p className="alert" role="alert" id="check" tabIndex={-1}>
        {messageFor(
          locale,
          found instanceof DomainError ? found.reason : { code: "booking.not_a_moment" },
        )}
      </p>
    );
  const { displaced, windows } = found;
  const blocking = displaced.filter(({ session }) => session !== null).length;
  const { spaceId, rooms, ...fields } = input;
  return (
    <section>
      <h2 id="check" tabIndex={-1}>
        {t("closures.check", { count: windows.length })}
      </h2>
      <Status className="">
        {displaced.length === 0
          ? t("closures.nobody")
          : displaced.length > blocking &&
            t("closures.displaced", { count: displaced.length - blocking })}
      </Status>
      {blocking > 0 && (
        <p className="alert">
          {messageFor(locale, { code: "booking.closure_hits_session", count: blocking })}
        </p>
      )}
      <ol className="cards">
        {displaced.map(({ id, roomName, during, title, session }) => (
          <li className="card" key={id}>
            <div>
              <h3>
                <a href={`/${locale}/me/bookings/${id}`}>
                  {session ? titleIn(session, locale).text : title}
                </a>
              </h3>
              <p className="fact">
                {formatDateTimeRange(locale, during, space.timeZone)} · <bdi>{roomName}</bdi>
              </p>
              {session && (
                <p className="alert">
                  {messageFor(locale, { code: "booking.closure_hits_session", count: 1 })}
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
      {blocking === 0 && (
        <ActionForm
          action={closeRoomsAction}
          submit={t("closures.close")}
          working={t("form.working")}
          values={{
            ...fields,
            locale,
            spaceId,
            space: space.slug,
            seen: displaced.map(({ id }) => id).join(" "),
            key: crypto.randomUUID(),
          }}
        >
          {rooms.map((id) => (
            <input key={id} type="hidden" name="rooms" value={id} />
          ))}
        </ActionForm>
      )}
    </section>
  );
}
