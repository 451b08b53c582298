import { ActionForm } from "#components/ui/action-form.tsx";
import { TextField } from "#components/ui/field.tsx";
import { FileField } from "#components/ui/file-field.tsx";
import { Status } from "#components/ui/status.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { removePhotoAction } from "#lib/places/spaces/actions.ts";
import { MOST_PHOTOS, PHOTO_MEGABYTES, type Photo } from "#lib/places/spaces/schema.ts";

type Props = {
  locale: Locale;
  /** Where the form sends a photo: the door of the room or of the space. */
  door: string;
  title: string;
  photos: Photo[];
  /** The address of this page, where the form leads back to. */
  here: string;
  /** What became of the last one, and what was typed with it. */
  asked: PageQuery;
};

const LANGUAGES = ["nl", "fr", "en"] as const;

/** What an address may make this page say. */
const REFUSALS = [
  "common.choose_file_again",
  "common.too_large",
  "spaces.photo_not_a_picture",
  "spaces.photo_too_large",
  "spaces.photo_too_many_pixels",
  "spaces.photos_enough",
  "spaces.unknown_resource",
];

/** The photos of a room, each with what it shows, and a form for another one. */
export function Photos({ locale, door, title, photos, here, asked }: Props) {
  const t = translator(locale, "desk");
  const one = (name: string) => firstOf(asked[name]);
  const became = one("photo");
  return (
    <section id="photos">
      <h2>{title}</h2>
      {became === "added" && <Status>{t("photos.added")}</Status>}
      {became && became !== "added" && (
        <p className="alert" role="alert">
          {messageFor(locale, {
            code: REFUSALS.includes(became) ? became : "common.check_fields",
            megabytes: PHOTO_MEGABYTES,
            most: MOST_PHOTOS,
          })}
        </p>
      )}
      {photos.length > 0 && (
        <ul className="cards">
          {photos.map((photo) => (
            <li className="card" key={photo.id}>
              {/* biome-ignore lint/performance/noImgElement: stored at the size it is shown */}
              <img
                className="photo"
                src={`/api/v1/photos/${photo.id}?size=small`}
                alt={photo.alt[locale]}
                width={400}
                height={300}
                loading="lazy"
              />
              <div>
                {LANGUAGES.map((language) => (
                  <p key={language} lang={language}>
                    {photo.alt[language]}
                  </p>
                ))}
                <ActionForm
                  action={removePhotoAction}
                  submit={t("photos.remove")}
                  working={t("form.working")}
                  values={{ locale, id: photo.id, here }}
                  quiet
                />
              </div>
            </li>
          ))}
        </ul>
      )}
      {photos.length >= MOST_PHOTOS ? (
        <p>{t("photos.enough", { most: MOST_PHOTOS })}</p>
      ) : (
        <form
          className="form"
          method="post"
          encType="multipart/form-data"
          action={`${door}?back=${encodeURIComponent(here)}`}
        >
          <FileField
            label={t("photos.file")}
            hint={t("photos.hint", { megabytes: PHOTO_MEGABYTES })}
            name="photo"
            accept="image/jpeg,image/png,image/webp"
            megabytes={PHOTO_MEGABYTES}
            tooLarge={messageFor(locale, {
              code: "spaces.photo_too_large",
              megabytes: PHOTO_MEGABYTES,
            })}
          />
          <p className="fact">{t("photos.words")}</p>
          {LANGUAGES.map((language) => (
            <TextField
              key={language}
              label={t(`photos.in.${language}`)}
              name={language}
              defaultValue={one(language)}
              maxLength={200}
              required
            />
          ))}
          <button type="submit" className="button">
            {t("photos.add")}
          </button>
        </form>
      )}
    </section>
  );
}
