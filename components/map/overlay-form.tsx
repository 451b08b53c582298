import { ActionForm } from "#components/ui/action-form.tsx";
import { TextField } from "#components/ui/field.tsx";
import { FileField } from "#components/ui/file-field.tsx";
import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { addOverlayAction } from "#lib/places/overlays/actions.ts";
import { OVERLAY_MEGABYTES } from "#lib/places/overlays/schema.ts";

/** A file of GeoJSON, what it is called, and who made it. */
export function OverlayForm({ locale }: { locale: Locale }) {
  const t = translator(locale, "map");
  const megabytes = OVERLAY_MEGABYTES;
  return (
    <ActionForm
      action={addOverlayAction}
      submit={t("overlays.send")}
      working={t("overlays.working")}
      values={{ locale }}
    >
      {LOCALES.map((language) => (
        <TextField
          key={language}
          label={t(`overlays.nameIn.${language}`)}
          name={`name_${language}`}
          lang={language}
          maxLength={60}
          autoComplete="off"
          required
        />
      ))}
      <TextField
        label={t("overlays.source")}
        hint={t("overlays.sourceHint")}
        name="source"
        maxLength={200}
        autoComplete="off"
        required
      />
      <FileField
        label={t("overlays.file")}
        hint={t("overlays.fileHint", { megabytes })}
        name="file"
        accept=".geojson,.json,application/geo+json,application/json"
        megabytes={megabytes}
        tooLarge={t("overlays.too_large", { megabytes })}
      />
    </ActionForm>
  );
}
