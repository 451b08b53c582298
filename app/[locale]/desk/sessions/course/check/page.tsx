import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { CheckForm } from "#components/series/check-form.tsx";
import { CheckPage } from "#components/series/check-page.tsx";
import { checkAddress } from "#lib/booking/series/asked.ts";
import { ruleWords } from "#lib/booking/series/words.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { orNotThere, staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError, orRefusal } from "#lib/foundation/platform/errors/errors.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { planCourseAction } from "#lib/learning/sessions/actions-desk.ts";
import { courseAsked } from "#lib/learning/sessions/course-asked.ts";
import { previewCourse } from "#lib/learning/sessions/courses.ts";
import { titleIn } from "#lib/learning/sessions/rules.ts";
import { roomsOf } from "#lib/places/spaces/queries.ts";
import { titleFrom } from "../../../../title-from.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = localeOf((await params).locale);
  return titleFrom(
    translator(locale, "series")("check.title"),
    translator(locale, "sessions")("plan.courseTitle"),
  );
}

/** Each date of a course before it is planned, and a choice for each. */
export default async function CheckCoursePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("session.plan", `/${locale}/desk/sessions/course`);
  const { query, forAll } = checkAddress(await searchParams);
  const back = `/${locale}/desk/sessions/course?${query}`;
  const looked = await orRefusal(orNotThere(lookAt()));
  if (looked instanceof DomainError)
    return <CheckPage locale={locale} back={back} refusal={looked.reason} />;

  const { course, timeZone, spaceName, dates, rooms } = looked;
  const title = titleIn(course.title, locale);
  return (
    <CheckPage
      locale={locale}
      back={back}
      what={
        <>
          <span lang={title.lang}>{title.text}</span>, {spaceName}
        </>
      }
    >
      <p>{ruleWords(locale, course.rule, timeZone)}</p>
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
    </CheckPage>
  );

  async function lookAt() {
    const found = await courseAsked(ctx, query);
    const dates = await previewCourse(ctx, found.course);
    return { ...found, dates, rooms: await roomsOf(ctx, found.course.spaceSlug) };
  }
}
