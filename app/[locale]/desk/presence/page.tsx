import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "#components/ui/action-form.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Scrolling } from "#components/ui/scrolling.tsx";
import { formatTime } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { sessionsOfToday } from "#lib/learning/sessions/at-the-door.ts";
import { titleIn } from "#lib/learning/sessions/rules.ts";
import { cardAtDeskAction, listEventAction } from "#lib/learning/visits/actions.ts";
import { placeOfStaff } from "#lib/learning/visits/commands.ts";
import { type PulseRow, pulseAt } from "#lib/learning/visits/pulse.ts";
import { presentAt } from "#lib/learning/visits/queries.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "presence")("title") };
}

/** Who is in a space of one's own now, who is expected, and what people said as they left. */
export default async function PresencePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("attendance.take", `/${locale}/desk/presence`);
  const t = translator(locale, "presence");
  const { space: chosen } = await chosenSpaces(ctx, "attendance.take", (await searchParams).space);
  if (!chosen) notFound();

  const place = await placeOfStaff(ctx, chosen.slug);
  const { present, expected } = await presentAt(ctx, place);
  const { id: spaceId, timeZone } = place.space;
  const sessions = await sessionsOfToday(ctx.db, { spaceId, timeZone, now: ctx.now });
  const unnamed = present.filter(({ personId }) => personId === null).length;
  const press = (label: string, values: Record<string, string>) => (
    <ActionForm
      action={listEventAction}
      submit={label}
      working={t("working")}
      // The id is the page's: pressed twice, it counts once.
      values={{ locale, space: chosen.slug, id: randomUUID(), ...values }}
      quiet
    />
  );
  return (
    <>
      <h1>{t("title")}</h1>
      <h2>{chosen.name}</h2>
      <p>
        <strong>{t("count", { count: present.length })}</strong>
      </p>
      <div className="row">
        {press(t("plusOne"), { kind: "arrive" })}
        {unnamed > 0 && press(t("minusOne"), { kind: "leave" })}
      </div>
      <ul className="cards">
        {present.map(({ id, personId, displayName, arrivedAt, session, clockCorrected }) => (
          <li className="card" key={id}>
            <div>
              <h3>{displayName ?? t("unnamed")}</h3>
              <p className="fact">
                {t("since", { time: formatTime(locale, arrivedAt, place.space.timeZone) })}
                {session && ` · ${titleIn(session, locale).text}`}
              </p>
              {clockCorrected && <p className="fact">{t("clock")}</p>}
            </div>
            {personId &&
              press(t("checkOut", { name: displayName ?? "" }), { kind: "leave", personId })}
          </li>
        ))}
      </ul>
      <h2>{t("expected")}</h2>
      {expected.length === 0 && <p>{t("expectedNone")}</p>}
      <ul className="cards">
        {expected.map(({ personId, displayName, sessionId, title }) => (
          <li className="card" key={`${sessionId}${personId}`}>
            <div>
              <h3>{displayName}</h3>
              <p className="fact">{titleIn(title, locale).text}</p>
            </div>
            {press(t("checkIn", { name: displayName }), { kind: "arrive", personId, sessionId })}
          </li>
        ))}
      </ul>
      <h2>{t("cardTitle")}</h2>
      <div className="narrow">
        <ActionForm
          action={cardAtDeskAction}
          submit={t("cardIn")}
          working={t("working")}
          values={{ locale, space: chosen.slug, id: randomUUID() }}
        >
          <TextField
            label={t("cardField")}
            name="card"
            autoComplete="off"
            maxLength={500}
            required
          />
        </ActionForm>
        {can(ctx.actor, "people.card") && (
          <p>
            <a className="button quiet" href={`/${locale}/desk/cards`}>
              {t("lostCard")}
            </a>
          </p>
        )}
        {can(ctx.actor, "space.manage") && (
          <p>
            <a href={`/${locale}/desk/kiosks`}>{t("kiosks")}</a>
          </p>
        )}
      </div>
      <h2>{t("poster.title")}</h2>
      <p>{t("poster.intro")}</p>
      <ul className="columns">
        <li>
          <a href={`/${locale}/desk/presence/poster?space=${chosen.slug}`}>{chosen.name}</a>
        </li>
        {sessions.map(({ id, title, start }) => (
          <li key={id}>
            <a href={`/${locale}/desk/presence/poster?space=${chosen.slug}&session=${id}`}>
              {`${formatTime(locale, start, place.space.timeZone)} ${titleIn(title, locale).text}`}
            </a>
          </li>
        ))}
      </ul>
      <h2>{t("pulse.title")}</h2>
      <p className="fact">{t("pulse.intro")}</p>
      <PulseTable rows={await pulseAt(ctx, place)} t={t} locale={locale} />
    </>
  );
}

function PulseTable({ rows, t, locale }: { rows: PulseRow[]; t: Translate; locale: Locale }) {
  if (rows.length === 0) return <p>{t("pulse.none")}</p>;
  return (
    <Scrolling label={t("pulse.title")}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t("pulse.question")}</th>
            <th scope="col">{t("pulse.answer")}</th>
            <th scope="col">{t("pulse.count")}</th>
          </tr>
        </thead>
        <tbody lang={locale}>
          {rows.map(({ question, answer, count }) => (
            <tr key={`${question} ${answer}`}>
              <td>{t(`kiosk.pulse.questions.${question}`)}</td>
              <td>{t(`kiosk.pulse.answers.${answer}`)}</td>
              <td>{count ?? t("pulse.few")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
