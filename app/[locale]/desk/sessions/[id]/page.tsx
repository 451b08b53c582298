import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { DataTable } from "#components/research/data-table.tsx";
import { interpreterName } from "#components/sessions/need-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { RadioGroup } from "#components/ui/field.tsx";
import { Status } from "#components/ui/status.tsx";
import { COLON, labelled } from "#lib/foundation/i18n/colon.ts";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { cancelSessionAction } from "#lib/learning/sessions/actions-desk.ts";
import {
  type Asked,
  placesOf,
  readSession,
  type SessionView,
} from "#lib/learning/sessions/queries.ts";
import { enrolmentRefusal, titleIn } from "#lib/learning/sessions/rules.ts";
import { SCOPES } from "#lib/learning/sessions/schema.ts";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "sessions")("desk.who") };
}

/**
 * A session for the team of its space: who comes and what they need, and everything that can be
 * done with it.
 */
export default async function DeskSessionPage({ params, searchParams }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "session.plan",
    `/${locale}/desk/sessions/${encodeURIComponent(id)}`,
  );
  const session = z.uuid().safeParse(id).success ? await readSession(ctx.db, id) : null;
  if (!session || !can(ctx.actor, "session.plan", { spaceId: session.spaceId })) notFound();

  const t = translator(locale, "sessions");
  const title = titleIn(session.title, locale);
  const people = await placesOf(ctx, id);
  const refusal = enrolmentRefusal(session, ctx.now);
  return (
    <div className="narrow">
      <h1 lang={title.lang}>{title.text}</h1>
      {(await searchParams).done === "changed" && <Status>{t("desk.changed")}</Status>}
      <p>
        <bdi>{session.spaceName}</bdi>
        {session.roomName && (
          <>
            {" – "}
            <bdi>{session.roomName}</bdi>
          </>
        )}
        <br />
        {formatDateTimeRange(locale, session.during, session.timeZone)}
        {session.courseDates !== null && ` · ${t("course", { count: session.courseDates })}`}
        {session.other && (
          <>
            <br />
            {t("joint")}
            {COLON[locale]}
            <a href={`/${locale}/desk/sessions/${session.other.id}`}>{session.other.spaceName}</a>
          </>
        )}
      </p>
      {refusal && <p className="alert">{messageFor(locale, refusal)}</p>}
      <Ways session={session} isOpen={!refusal} locale={locale} t={t} />
      <h2>{t("desk.who")}</h2>
      {people.length === 0 ? (
        <Empty text={t("desk.nobody")}>
          <a href={`/${locale}/sessions/${id}/poster`}>{t("desk.poster")}</a>
        </Empty>
      ) : (
        <DataTable
          stacks
          caption={labelled(locale, t("plan.places"), `${session.taken} / ${session.places}`)}
          columns={[t("desk.name"), t("desk.status"), t("desk.wish")]}
          rows={people.map((person) => [
            person.displayName,
            t(person.status === "enrolled" ? "desk.isEnrolled" : "desk.isWaiting"),
            needsOf(person, locale, t),
          ])}
        />
      )}
      {!refusal && (
        <>
          <h2>{t("desk.cancel")}</h2>
          <p>{t("desk.cancelHint")}</p>
          <ActionForm
            action={cancelSessionAction}
            submit={t("desk.cancel")}
            working={t("working")}
            values={{ locale, id }}
            quiet
          >
            {session.courseId && (
              <RadioGroup
                legend={t("desk.which")}
                name="scope"
                chosen="this"
                options={SCOPES.map((scope) => ({
                  value: scope,
                  label: t(`desk.scopes.${scope}`),
                }))}
              />
            )}
          </ActionForm>
        </>
      )}
    </div>
  );
}

type WayProps = { session: SessionView; isOpen: boolean; locale: Locale; t: Translate };

function Ways({ session: { id, courseId, seriesId, occurrence }, isOpen, locale, t }: WayProps) {
  const start = occurrence?.slice(0, "2026-03-03T10:00".length);
  return (
    <p className="row">
      {isOpen && (
        <a className="button" href={`/${locale}/desk/sessions/${id}/edit`}>
          {t(courseId ? "desk.editCourse" : "desk.edit")}
        </a>
      )}
      {isOpen && seriesId && (
        <a
          className="button quiet"
          href={`/${locale}/desk/series/${seriesId}/change?occurrence=${start}`}
        >
          {t("desk.moveDates")}
        </a>
      )}
      <a className="button quiet" href={`/${locale}/desk/sessions/${id}/sheet`}>
        {t("desk.sheet")}
      </a>
      <a className="button quiet" href={`/${locale}/desk/sessions/${id}/badges`}>
        {translator(locale, "badges")("desk.session")}
      </a>
      {isOpen && (
        <a className="button quiet" href={`/${locale}/sessions/${id}/poster`}>
          {t("desk.poster")}
        </a>
      )}
    </p>
  );
}

function needsOf(
  { companion, interpreter, childcare }: Asked,
  locale: Locale,
  t: Translate,
): string {
  return [
    companion && t("desk.companion"),
    interpreter && t("desk.interpreter", { language: interpreterName(locale, interpreter) }),
    childcare && t("desk.childcare"),
  ]
    .filter(Boolean)
    .join(", ");
}
