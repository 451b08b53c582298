import type { ComponentProps } from "react";
import { ActionForm } from "#components/ui/action-form.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { DateChoices, type DateToChoose } from "./date-choices.tsx";

type Props = {
  locale: Locale;
  timeZone: string;
  dates: DateToChoose[];
  roomNames: Map<string, string>;
  forAll: string;
  /** This page, with what it checks. */
  path: string;
  asked: string;
  submit: string;
  action: ComponentProps<typeof ActionForm>["action"];
  values: Record<string, string>;
};

/** The check of a series: the dates that need a choice first, with one answer for all of them. */
export function CheckForm({ locale, dates, path, asked, submit, action, values, ...list }: Props) {
  const t = translator(locale, "series");
  const clashing = dates.filter(({ state }) => state !== "free");
  const free = dates.filter(({ state }) => state === "free");
  const answer = (name: string) => `${path}?${asked}&forAll=${name}#clashing`;
  return (
    <>
      {dates.length > 0 && (
        <p>
          {t("check.summary", {
            total: dates.length,
            free: free.length,
            clashing: clashing.length,
          })}
        </p>
      )}
      {clashing.length > 0 && (
        <p className="row">
          {t("check.forAll")}
          <a className="button quiet" href={answer("nextBest")}>
            {t("check.nextBestAll")}
          </a>
          <a className="button quiet" href={answer("skip")}>
            {t("check.skipAll")}
          </a>
        </p>
      )}
      <ActionForm
        action={action}
        submit={submit}
        working={t("form.working")}
        values={{ ...values, locale, asked }}
      >
        {clashing.length > 0 && (
          <>
            <h2 id="clashing">{t("check.clashing")}</h2>
            <DateChoices {...list} locale={locale} dates={clashing} />
          </>
        )}
        {free.length > 0 && (
          <>
            <h2>{t("check.free")}</h2>
            <DateChoices {...list} locale={locale} dates={free} />
          </>
        )}
      </ActionForm>
    </>
  );
}
