import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { townIn } from "#components/map/towns.ts";
import { NeedFields } from "#components/sessions/need-fields.tsx";
import { costIn, sessionFacts } from "#components/sessions/session-facts.tsx";
import { SharedWords } from "#components/site/shared-words.tsx";
import { Drawing } from "#components/spaces/drawing.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Status } from "#components/ui/status.tsx";
import { formatDateTimeRange, plainDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { changeNeedsAction, enrolAction, withdrawAction } from "#lib/learning/sessions/actions.ts";
import { sessionData } from "#lib/learning/sessions/linked-data.ts";
import {
  datesOf,
  type Place,
  placeOf,
  readSession,
  type SessionView,
} from "#lib/learning/sessions/queries.ts";
import { enrolmentRefusal, placesLeft, placesWord, titleIn } from "#lib/learning/sessions/rules.ts";
import { NO_NEEDS } from "#lib/learning/sessions/schema.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { Way } from "../../spaces/[slug]/way.tsx";
import "../../spaces/[slug]/space.css";
import "./session.css";

type Props = { params: Promise<{ locale: string; id: string }> };

const sessionOf = cache(async (id: string) => {
  const { db } = await requestContext();
  return z.uuid().safeParse(id).success ? readSession(db, id) : null;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const session = await sessionOf(id);
  return session
    ? {
        title: titleIn(session.title, localeOf(locale)).text,
        description: describeSession(session, localeOf(locale)),
      }
    : {};
}

export default async function SessionPage({ params }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  const session = await sessionOf(id);
  if (!session) notFound();

  const t = translator(locale, "sessions");
  const title = titleIn(session.title, locale);
  const place = await placeOf(ctx, id);
  const refusal = enrolmentRefusal(session, ctx.now);
  const isStaff = can(ctx.actor, "session.plan", { spaceId: session.spaceId });
  const space = await findSpace(ctx, session.spaceSlug);
  return (
    <div className="space session">
      <SharedWords
        locale={locale}
        path={`/sessions/${id}`}
        title={title.text}
        description={describeSession(session, locale)}
        data={sessionData(session, {
          publicUrl: settings().publicUrl,
          locale,
          description: session.about || describeSession(session, locale),
        })}
      />
      <Crumb href={`/${locale}/sessions`}>{t("back")}</Crumb>
      <div className="session-head">
        <div className="about">
          <h1 lang={title.lang}>{title.text}</h1>
          {session.about && <p lang={session.language}>{session.about}</p>}
          <OtherPlace session={session} locale={locale} t={t} />
          <Facts facts={sessionFacts(session, locale, t)} />
          {session.courseId && (
            <Dates session={session} courseId={session.courseId} locale={locale} t={t} />
          )}
        </div>
        <section className="panel session-place" id="place" aria-label={t("facts.places")}>
          <PlacesLeft session={session} t={t} />
          {place && (
            <Status className="status lasting">
              {place.status === "enrolled"
                ? t("enrolled")
                : t("waiting", { position: place.position })}
              {place.status === "waiting" && place.companion && ` ${t("waitsForTwo")}`}
            </Status>
          )}
          {refusal ? (
            <p className="alert">{messageFor(locale, refusal)}</p>
          ) : ctx.actor.kind === "visitor" ? (
            <p>
              <a className="button" href={`/${locale}/sign-in?next=/${locale}/sessions/${id}`}>
                {t("signIn")}
              </a>
            </p>
          ) : (
            <PlaceForms session={session} place={place} locale={locale} t={t} />
          )}
          <p className="session-ways">
            {isStaff && <a href={`/${locale}/desk/sessions/${id}`}>{t("desk.who")}</a>}
            {isStaff && <a href={`/${locale}/desk/sessions/${id}/sheet`}>{t("desk.sheet")}</a>}
            <a href={`/${locale}/sessions/${id}/poster`}>
              <Icon name="print" />
              {t("desk.poster")}
            </a>
          </p>
        </section>
        {space && (
          <figure className="cover">
            <Drawing kind={space.kind} />
          </figure>
        )}
      </div>
      {space && <Way locale={locale} space={space} t={translator(locale, "spaces")} />}
      {!place && !refusal && (
        <div className="thumbbar">
          <PlacesLeft session={session} t={t} />
          <a className="button" href="#place">
            {t(placeWord(session))}
          </a>
        </div>
      )}
    </div>
  );
}

/** What a press gets: a place, or a place in the line for one. */
const placeWord = (session: SessionView) =>
  placesLeft(session) > 0 ? "enrol" : "programme.waitList";

const STATE_OF_PLACES = { 0: "full", few: "busy", many: "free" } as const;

/** How many places there are, and in words how many of them are left. */
function PlacesLeft({ session, t }: Pick<Shown, "session" | "t">) {
  const word = placesWord(session);
  return (
    <p>
      <span className={`state ${STATE_OF_PLACES[word]}`}>{t(`left.${word}`)}</span>
      <br />
      <small>{t("capacity", { count: session.places })}</small>
    </p>
  );
}

/** In a sentence: when, where and at what price. */
function describeSession(session: SessionView, locale: Locale): string {
  return translator(locale, "common")("describe.session", {
    when: plainDateTimeRange(locale, session.during, session.timeZone),
    place: session.spaceName,
    town: townIn(locale, session.city),
    cost: costIn(session.costCents, locale, translator(locale, "sessions")),
  });
}

type Shown = { session: SessionView; locale: Locale; t: Translate };

/** A joint session has two places to go: this one, and the way to the other. */
function OtherPlace({ session: { other, country }, locale, t }: Shown) {
  if (!other) return null;
  return (
    <div className="card">
      <p>{t(other.country === country ? "joint" : "jointBorder")}</p>
      <p>
        <a href={`/${locale}/sessions/${other.id}`}>
          {t("goThere", {
            place: `${isolated(other.spaceName)}, ${isolated(townIn(locale, other.city))}`,
          })}
        </a>{" "}
        – {t(`left.${placesWord(other)}`)}
      </p>
    </div>
  );
}

/** One place is a place in all of these. */
async function Dates({ session, courseId, locale, t }: Shown & { courseId: string }) {
  const dates = await datesOf((await requestContext()).db, courseId);
  return (
    <section>
      <h2>{t("course", { count: session.courseDates ?? 0 })}</h2>
      <p>{t("courseHint")}</p>
      <ul className="list">
        {dates.map(({ id, during, status }) => (
          <li key={id}>
            {formatDateTimeRange(locale, during, session.timeZone)}
            {status === "cancelled" && ` – ${t("dateCancelled")}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function PlaceForms({ session, place, locale, t }: Shown & { place: Place | null }) {
  const values = { locale, id: session.id };
  if (!place)
    return (
      <ActionForm
        action={enrolAction}
        submit={placesLeft(session) > 0 ? t("enrol") : t("wait")}
        working={t("working")}
        values={values}
      >
        <NeedFields locale={locale} needs={NO_NEEDS} />
      </ActionForm>
    );
  return (
    <>
      <ActionForm
        action={changeNeedsAction}
        submit={t("wishes.change")}
        working={t("working")}
        values={values}
        quiet
      >
        <NeedFields locale={locale} needs={place} />
      </ActionForm>
      <ActionForm
        action={withdrawAction}
        submit={t("withdraw")}
        working={t("working")}
        values={values}
        quiet
      />
    </>
  );
}
