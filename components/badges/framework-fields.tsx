import { TextArea, TextField } from "#components/ui/field.tsx";
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { MapHead } from "#lib/learning/badges/competences/schema.ts";

/** What a map says of itself; its name in the address is asked once. */
export function FrameworkFields({ locale, map }: { locale: Locale; map: MapHead | null }) {
  const t = translator(locale, "badges");
  return (
    <>
      {!map && (
        <TextField
          label={t("design.slug")}
          hint={t("frameworks.slugHint")}
          name="slug"
          maxLength={60}
          required
        />
      )}
      {LOCALES.map((one) => (
        <TextField
          key={one}
          label={t("frameworks.name", { language: LOCALE_NAMES[one] })}
          name={`name_${one}`}
          lang={one}
          maxLength={300}
          defaultValue={map?.names[one] ?? ""}
        />
      ))}
      {LOCALES.map((one) => (
        <TextArea
          key={one}
          label={t("frameworks.about", { language: LOCALE_NAMES[one] })}
          name={`about_${one}`}
          lang={one}
          rows={2}
          maxLength={2000}
          defaultValue={map?.about[one] ?? ""}
        />
      ))}
      {LOCALES.map((one) => (
        <TextArea
          key={one}
          label={t("frameworks.levels", { language: LOCALE_NAMES[one] })}
          hint={t("frameworks.levelsHint")}
          name={`levels_${one}`}
          lang={one}
          rows={3}
          maxLength={2000}
          defaultValue={map?.levels.map((level) => level[one] ?? "").join("\n") ?? ""}
        />
      ))}
      <TextField
        label={t("frameworks.version")}
        name="version"
        maxLength={40}
        defaultValue={map?.version ?? "1"}
        required
      />
      <TextField
        label={t("frameworks.publisher")}
        name="publisher"
        maxLength={300}
        defaultValue={map?.publisher ?? ""}
        required
      />
      <TextField
        label={t("frameworks.licence")}
        name="licence"
        maxLength={300}
        defaultValue={map?.licence ?? ""}
        required
      />
      <TextField
        label={t("frameworks.source")}
        name="source"
        maxLength={2000}
        defaultValue={map?.source ?? ""}
        required
      />
    </>
  );
}
