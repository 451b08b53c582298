import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { formatDateTimeRange } from "#lib/i18n/format.ts";
import { localeOf } from "#lib/i18n/locales.ts";
import { messageFor, translator } from "#lib/i18n/translator.ts";
import { can } from "#lib/identity/policy.ts";
import { requestContext } from "#lib/identity/session.ts";
import { cancelSessionAction, enrolAction, withdrawAction } from "#lib/sessions/actions.ts";
import { placeOf, readSession } from "#lib/sessions/queries.ts";
import { enrolmentRefusal, placesLeft, titleIn } from "#lib/sessions/rules.ts";

type Props = { params: Promise<{ locale: string; id: string }> };

async function sessionOf(id: string) {
  const { db } = await requestContext();
  return z.uuid().safeParse(id).success ? readSession(db, id) : null;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const session = await sessionOf(id);
  return session ? { title: titleIn(session.title, localeOf(locale)).text } : {};
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
  const left = placesLeft(session);
  return (
    <div className="narrow">
      <h1 lang={title.lang}>{title.text}</h1>
      {place && (
        <p className="status" role="status">
          {place.status === "enrolled" ? t("enrolled") : t("waiting", { position: place.position })}
        </p>
      )}
      <Facts
        facts={[
          { name: t("facts.when"), value: formatDateTimeRange(locale, session.during, session.timeZone) },
          {
            name: t("facts.where"),
            value: (
              <>
                <a href={`/${locale}/spaces/${session.spaceSlug}`}>{session.spaceName}</a>
                {session.roomName && ` – ${session.roomName}`}
                <br />
                {session.address}
              </>
            ),
          },
          { name: t("facts.topic"), value: t(`topics.${session.topic}`) },
          { name: t("facts.how"), value: t(`modalities.${session.modality}`) },
          { name: t("facts.language"), value: t("spoken", { language: t(`languages.${session.language}`) }) },
          {
            name: t("facts.places"),
            value: [
              t("left", { count: left }),
              session.waiting > 0 && t("waitingCount", { count: session.waiting }),
            ]
              .filter(Boolean)
              .join(" · "),
          },
        ]}
      />
      {refusal ? (
        <p className="alert">{messageFor(locale, refusal)}</p>
      ) : ctx.actor.kind === "visitor" ? (
        <p className="row">
          <a className="button" href={`/${locale}/sign-in?next=/${locale}/sessions/${id}`}>
            {t("signIn")}
          </a>
        </p>
      ) : place ? (
        <ActionForm
          action={withdrawAction}
          submit={t("withdraw")}
          working={t("working")}
          values={{ locale, id }}
          quiet
        />
      ) : (
        <ActionForm
          action={enrolAction}
          submit={left > 0 ? t("enrol") : t("wait")}
          working={t("working")}
          values={{ locale, id }}
        />
      )}
      {can(ctx.actor, "session.plan", { spaceId: session.spaceId }) && (
        <section>
          <h2>{t("desk.staff")}</h2>
          <p className="row">
            <a className="button quiet" href={`/${locale}/desk/sessions/${id}/sheet`}>
              {t("desk.sheet")}
            </a>
          </p>
          {!refusal && (
            <ActionForm
              action={cancelSessionAction}
              submit={t("desk.cancel")}
              working={t("working")}
              values={{ locale, id }}
              quiet
            />
          )}
        </section>
      )}
      <p className="row">
        <a href={`/${locale}/sessions`}>{t("back")}</a>
      </p>
    </div>
  );
}
