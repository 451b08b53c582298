import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";

type Photo = { id: string; alt: Record<Locale, string> };

const address = ({ id }: Photo) => `/api/v1/photos/${id}`;

/** A photo of a room, small, which opens the large one. */
export function RoomPhoto({ photo, locale }: { photo: Photo; locale: Locale }) {
  return (
    <a className="photo" href={address(photo)}>
      {/* biome-ignore lint/performance/noImgElement: stored at the size it is shown */}
      <img
        src={`${address(photo)}?size=small`}
        alt={photo.alt[locale]}
        width={400}
        height={300}
        loading="lazy"
        decoding="async"
      />
    </a>
  );
}

type LinksProps = {
  photos: Photo[];
  /** The number of the first of them. */
  from: number;
  locale: Locale;
  t: Translate;
};

/** Further photos, one press away, so that a page stays light. */
export function RoomPhotoLinks({ photos, from, locale, t }: LinksProps) {
  return photos.map((photo, index) => (
    <a key={photo.id} className="fact" href={address(photo)} title={photo.alt[locale]}>
      {t("photo", { number: from + index })}
    </a>
  ));
}
