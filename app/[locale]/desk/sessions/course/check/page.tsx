import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { CheckForm } from "#components/series/check-form.tsx";
import { sameAddress } from "#lib/booking/wish.ts";
import { localeOf } from "#lib/i18n/locales.ts";
import { messageFor, translator } from "#lib/i18n/translator.ts";
import { staffContext } from "#lib/identity/session.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { ruleWords } from "#lib/series/words.ts";
import { planCourseAction } from "#lib/sessions/actions-desk.ts";
import { courseAsked } from "#lib/sessions/course-asked.ts";
import { previewCourse } from "#lib/sessions/courses.ts";
import { titleIn } from "#lib/sessions/rules.ts";
import { roomsOf } from "#lib/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "series")("check.title") };
}

/** Each date of a course before it is planned, and a choice for each. */
export default async function CheckCoursePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("session.plan", `/${locale}/desk/sessions/course`);
  const t = translator(locale, "series");
  const query = sameAddress(await searchParams);
  const forAll = query.get("forAll") ?? "";
  query.delete("forAll");
  const back = `/${locale}/desk/sessions/course?${query}`;
  const looked = await lookAt(query);
  if (looked instanceof DomainError)
    return (
      <div className="narrow">
        <h1>{t("check.title")}</h1>
        <p className="alert" role="alert">
          {t("check.unreadable", { reason: messageFor(locale, looked.reason) })}
        </p>
        <a href={back}>{t("check.back")}</a>
      </div>
    );

  const { course, timeZone, spaceName, dates, rooms } = looked;
  const title = titleIn(course.title, locale);
  return (
    <div className="narrow">
      <h1>{t("check.title")}</h1>
      <h2>
        <span lang={title.lang}>{title.text}</span>, {spaceName}
      </h2>
      <p>{ruleWords(locale, course.rule, timeZone)}</p>
      <p>
        <a className="step-back" href={back}>
          {t("check.back")}
        </a>
      </p>
      <CheckForm
        locale={locale}
        timeZone={timeZone}
        dates={dates}
        roomNames={new Map(rooms.map(({ id, name }) => [id, name]))}
        forAll={forAll}
        path={`/${locale}/desk/sessions/course/check`}
        asked={query.toString()}
        submit={translator(locale, "sessions")("plan.saveCourse")}
        action={planCourseAction}
        values={{ key: randomUUID() }}
      />
    </div>
  );

  async function lookAt(address: URLSearchParams) {
    try {
      const found = await courseAsked(ctx, address);
      const dates = await previewCourse(ctx, found.course);
      return { ...found, dates, rooms: await roomsOf(ctx, found.course.spaceSlug) };
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }
}
