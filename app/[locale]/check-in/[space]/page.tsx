import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { ActionForm } from "#components/ui/action-form.tsx";
import { RadioGroup, TextField } from "#components/ui/field.tsx";
import { Status } from "#components/ui/status.tsx";
import { formatTime } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { sayAction, selfCheckInAction, selfCheckOutAction } from "#lib/learning/visits/actions.ts";
import { hereSince } from "#lib/learning/visits/queries.ts";
import { PULSE, PULSE_QUESTIONS } from "#lib/learning/visits/rules.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string; space: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, space: slug } = await params;
  const space = await findSpace(await requestContext(), slug);
  return {
    title: translator(localeOf(locale), "presence")("self.title", { space: space?.name ?? "" }),
  };
}

const DONE: Record<string, string> = {
  in: "self.welcome",
  elsewhere: "self.elsewhere",
  out: "self.bye",
  not_here: "self.not_here",
  said: "kiosk.pulse.thanks",
};

/**
 * What the square on the tablet opens on somebody's own phone: one press, with the code already
 * there.
 */
export default async function CheckInPage({ params, searchParams }: Props) {
  const { locale: segment, space: slug } = await params;
  const locale = localeOf(segment);
  const { code, done, session } = await searchParams;
  const ctx = await requestContext();
  const space = await findSpace(ctx, slug);
  if (!space) notFound();
  if (ctx.actor.kind === "visitor") {
    const asked = Object.entries({ code, session }).filter((entry) => typeof entry[1] === "string");
    const here = `/${locale}/check-in/${encodeURIComponent(slug)}?${new URLSearchParams(asked as string[][])}`;
    redirect(`/${locale}/sign-in?next=${encodeURIComponent(here)}`);
  }
  const t = translator(locale, "presence");
  const sessionId = z.uuid().safeParse(session).data;
  const since = await hereSince(ctx, space.id);
  const message = typeof done === "string" ? DONE[done] : undefined;
  return (
    <div className="narrow">
      <h1>{t("self.title", { space: space.name })}</h1>
      {message && <Status>{t(message)}</Status>}
      {done === "out" && <Question locale={locale} slug={slug} />}
      {since ? (
        <>
          <p>{t("self.here", { time: formatTime(locale, since, space.timeZone) })}</p>
          <ActionForm
            action={selfCheckOutAction}
            submit={t("self.out")}
            working={t("working")}
            values={{ locale, space: slug }}
            quiet
          />
        </>
      ) : (
        <ActionForm
          action={selfCheckInAction}
          submit={t("self.in")}
          working={t("working")}
          values={{ locale, space: slug, ...(sessionId ? { sessionId } : {}) }}
        >
          <TextField
            label={t("self.code")}
            hint={t("self.hint")}
            name="code"
            defaultValue={typeof code === "string" ? code.slice(0, 7) : ""}
            inputMode="numeric"
            autoComplete="off"
            maxLength={7}
            required
          />
        </ActionForm>
      )}
    </div>
  );
}

/** The same question as on the tablet, whole and optional: nothing of it is kept with a name. */
function Question({ locale, slug }: { locale: Locale; slug: string }) {
  const t = translator(locale, "presence");
  return (
    <section aria-label={t("kiosk.pulse.title")}>
      <h2>{t("kiosk.pulse.title")}</h2>
      <p>{t("kiosk.pulse.intro")}</p>
      <ActionForm
        action={sayAction}
        submit={t("self.say")}
        working={t("working")}
        values={{ locale, space: slug, id: randomUUID() }}
        quiet
      >
        {PULSE_QUESTIONS.map((question) => (
          <RadioGroup
            key={question}
            legend={t(`kiosk.pulse.questions.${question}`)}
            name={question}
            options={PULSE[question].map((answer) => ({
              value: answer,
              label: t(`kiosk.pulse.answers.${answer}`),
            }))}
          />
        ))}
      </ActionForm>
    </section>
  );
}
