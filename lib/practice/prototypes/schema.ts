import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import { typedDayText } from "#lib/foundation/platform/time/moments.ts";
import { layoutWords } from "#lib/places/spaces/schema.ts";
import { type FloorPlan, fromFields, withPlan } from "./floor-plan.ts";

export const VERDICTS = ["keep", "change", "drop"] as const;

export type Verdict = (typeof VERDICTS)[number];

/** One way in which the room of a prototype is set up. */
export type Variant = {
  id: string;
  names: Title;
  words: string;
  plan: FloorPlan;
  isKept: boolean;
  /** As which bookings of the room can have it; null where they cannot. */
  layoutId: string | null;
  revision: number;
};

/** The most characters of each text. */
export const TEXTS = {
  title: 90,
  hypothesis: 1_000,
  setting: 2_000,
  verdictWords: 2_000,
  observation: 1_500,
  variant: 500,
  variantName: 60,
} as const;

/** What can go with a room that is tried out. */
export const KIT_KINDS = ["projector", "laptop", "whiteboard", "camera"] as const;

export const MOST_VARIANTS = 6;

const words = (most: number) => z.string().trim().max(most, "prototypes.too_long").default("");

const slug = z.string().max(80);

const day = z
  .union([z.literal("").transform(() => null), typedDayText("prototypes.day")], {
    error: "prototypes.day",
  })
  .default(null);

const chosen = <T extends z.ZodType>(one: T, error: string) =>
  z.union([z.literal("").transform(() => null), one], { error }).default(null);

export const newPrototype = z.object({
  space: z.string().max(120),
  language: z.enum(LOCALES),
  title: z.string().trim().min(1, "prototypes.needs_title").max(TEXTS.title, "prototypes.too_long"),
  practice: slug.default(""),
});

const pieces = z
  .string()
  .trim()
  .regex(/^\d{0,3}$/, "prototypes.pieces")
  .transform(Number)
  .default(0);

/** How many of each kind go with the room. */
const kit = {
  kit_projector: pieces,
  kit_laptop: pieces,
  kit_whiteboard: pieces,
  kit_camera: pieces,
};

const seen = { slug, revision: z.coerce.number().int() };

/** What is written of a prototype so far: but for its title, nothing has to be there yet. */
export const prototypeForm = z
  .object({
    ...seen,
    title: z
      .string()
      .trim()
      .min(1, "prototypes.needs_title")
      .max(TEXTS.title, "prototypes.too_long"),
    hypothesis: words(TEXTS.hypothesis),
    setting: words(TEXTS.setting),
    room: chosen(z.uuid(), "prototypes.unknown_room"),
    practice: slug.default(""),
    startsOn: day,
    endsOn: day,
    ...kit,
  })
  .refine(({ startsOn, endsOn }) => startsOn === null || endsOn === null || startsOn <= endsOn, {
    error: "prototypes.ends_early",
    path: ["endsOn"],
  })
  .transform(({ kit_projector, kit_laptop, kit_whiteboard, kit_camera, ...written }) => {
    const counts = {
      projector: kit_projector,
      laptop: kit_laptop,
      whiteboard: kit_whiteboard,
      camera: kit_camera,
    };
    const kit = KIT_KINDS.map((kind) => ({ kind, quantity: counts[kind] }));
    return { ...written, kit: kit.filter(({ quantity }) => quantity > 0) };
  });

export type PrototypeForm = Omit<z.output<typeof prototypeForm>, "slug" | "revision">;

export const prototypeSlug = z.object({ slug });
export const seenPrototype = z.object(seen);

export const studyForm = z.object({
  slug,
  release: chosen(z.uuid(), "prototypes.unknown_study"),
});

export const verdictForm = z.object({
  ...seen,
  verdict: z.enum(VERDICTS, "prototypes.needs_verdict"),
  variant: z.string().max(40).default(""),
  words: z
    .string()
    .trim()
    .min(1, "prototypes.needs_why")
    .max(TEXTS.verdictWords, "prototypes.too_long"),
});

export const observationForm = z.object({
  slug,
  day: typedDayText("prototypes.day"),
  variant: chosen(z.uuid(), "prototypes.unknown_variant"),
  words: z
    .string()
    .trim()
    .min(1, "prototypes.needs_words")
    .max(TEXTS.observation, "prototypes.too_long"),
});

export const observationId = z.object({ slug, id: z.uuid() });

const variantName = words(TEXTS.variantName);
const names = { name_nl: variantName, name_fr: variantName, name_en: variantName };

/** A variant as its form sends it: its names, what is different in it, and its plan. */
export const variantForm = z.preprocess(
  fromFields,
  withPlan({
    ...seen,
    variant: z.union([z.literal("").transform(() => null), z.uuid()], {
      error: "prototypes.unknown_variant",
    }),
    ...names,
    words: words(TEXTS.variant),
  }).refine((form) => LOCALES.some((locale) => form[`name_${locale}`] !== ""), {
    error: "prototypes.needs_name",
    path: ["name_nl"],
  }),
);

export const variantId = z.object({ slug, id: z.uuid() });

/** Which prototype's kept variant is offered to whoever books its room, and as what. */
export const layoutForm = layoutWords.and(prototypeSlug);
