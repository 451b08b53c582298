import { SelectField, Tick } from "#components/ui/field.tsx";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { INTERPRETERS } from "#lib/learning/sessions/traits.ts";

type Props = {
  locale: Locale;
  needs: { companion: boolean; interpreter: string | null; childcare: boolean };
};

/** What somebody needs to come: asked of nobody, offered to everybody. */
export function NeedFields({ locale, needs }: Props) {
  const t = translator(locale, "sessions");
  return (
    <details open={needs.companion || needs.childcare || needs.interpreter !== null}>
      <summary>{t("wishes.title")}</summary>
      <div className="form">
        <p className="fact">{t("wishes.hint")}</p>
        <Tick
          label={t("wishes.companion")}
          name="companion"
          value="yes"
          defaultChecked={needs.companion}
        />
        <Tick
          label={t("wishes.childcare")}
          name="childcare"
          value="yes"
          defaultChecked={needs.childcare}
        />
        <SelectField
          label={t("wishes.interpreter")}
          name="interpreter"
          defaultValue={needs.interpreter ?? ""}
          options={[
            { value: "", label: t("wishes.noInterpreter") },
            ...INTERPRETERS.map((code) => ({ value: code, label: interpreterName(locale, code) })),
          ]}
        />
      </div>
    </details>
  );
}

/** The language of an interpreter as the reader calls it; signing is one of them. */
export function interpreterName(locale: Locale, code: string): string {
  return code === "sign"
    ? translator(locale, "sessions")("wishes.sign")
    : languageName(locale, code);
}
