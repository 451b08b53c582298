import type { ReactNode } from "react";
import { ActionForm } from "#components/ui/action-form.tsx";
import { RadioGroup, Tick } from "#components/ui/field.tsx";
import {
  recordChoiceAction,
  saveAnswerAction,
  withdrawConsentAction,
} from "#lib/foundation/consent/actions.ts";
import { PROFILE_CODES } from "#lib/foundation/consent/schema.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { OWN_ACCOUNT_AGE } from "#lib/foundation/identity/rules.ts";
import { Pictogram } from "./pictogram.tsx";

type Props = {
  locale: Locale;
  t: Translate;
  field: "disability" | "minority";
  country: string;
  state: "not_asked" | "given" | "refused" | "withdrawn" | "expired";
  recordId: string | null;
  since: string;
  /** Whether there is an answer; what it says is there for whoever may read it. */
  answered: boolean;
  answer: string | null;
  /** At the desk: for whom. Nobody for oneself. */
  personId?: string;
};

/**
 * One question, why it is asked, and what the person says to it: yes and no are one press each, and
 * look alike, so that neither is put forward.
 */
export function FieldCard({
  locale,
  t,
  field,
  country,
  state,
  recordId,
  since,
  answered,
  answer,
  personId,
}: Props) {
  const values = { locale, ...(personId ? { personId } : {}) };
  const words = { field: t(`fields.${field}.name`) };
  // On one's own page it is a part among others.
  const Heading = personId ? "h2" : "h3";
  const how = personId && (
    <RadioGroup
      legend={t("expressedAs")}
      name="expressed"
      chosen="helper"
      options={(["helper", "paper"] as const).map((value) => ({
        value,
        label: t(`expressed.${value}`),
      }))}
    />
  );
  return (
    <section className="consent">
      <Heading>{words.field}</Heading>
      <Line picture={field}>
        <strong>{t(`fields.${field}.ask`)}</strong> {t(`fields.${field}.why`)}
      </Line>
      <Line picture="who">{t("who")}</Line>
      <Line picture="howLong">{t("howLong")}</Line>
      <Line picture="free">{t("free")}</Line>
      <p className="status">{t(`state.${state}`, { date: since })}</p>
      {state === "given" && recordId ? (
        <>
          {answered && answer === null && <p className="fact">{t("desk.answered")}</p>}
          <ActionForm
            action={saveAnswerAction}
            submit={t("saveAnswer", words)}
            working={t("working")}
            values={{ ...values, field }}
          >
            <RadioGroup
              legend={t(`fields.${field}.answer`)}
              name="code"
              chosen={answer ?? undefined}
              options={PROFILE_CODES.map((code) => ({ value: code, label: t(`codes.${code}`) }))}
            />
          </ActionForm>
          <ActionForm
            action={withdrawConsentAction}
            submit={t("withdraw", words)}
            working={t("working")}
            values={{ ...values, recordId }}
            quiet
          >
            {how}
          </ActionForm>
        </>
      ) : (
        <>
          <ActionForm
            action={recordChoiceAction}
            submit={t("give", words)}
            working={t("working")}
            values={{ ...values, field, country, choice: "given" }}
          >
            {how}
            <Tick
              label={t(personId ? "desk.oldEnough" : "oldEnough", { age: OWN_ACCOUNT_AGE })}
              name="isOldEnough"
              value="yes"
              defaultChecked={false}
            />
            <Tick label={t("listened")} name="listened" value="yes" defaultChecked={false} />
          </ActionForm>
          {state !== "refused" && (
            <ActionForm
              action={recordChoiceAction}
              submit={t("refuse", words)}
              working={t("working")}
              values={{ ...values, field, country, choice: "refused" }}
            >
              {how}
            </ActionForm>
          )}
        </>
      )}
      {recordId && (
        <p>
          <a href={`/${locale}/me/data/receipt/${recordId}`}>{t("receiptLink", words)}</a>
        </p>
      )}
    </section>
  );
}

function Line({
  picture,
  children,
}: {
  picture: Parameters<typeof Pictogram>[0]["of"];
  children: ReactNode;
}) {
  return (
    <div className="pictured">
      <Pictogram of={picture} />
      <p>{children}</p>
    </div>
  );
}
