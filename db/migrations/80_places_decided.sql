ALTER TABLE "place_import_row" ADD COLUMN "comes_in" boolean DEFAULT false NOT NULL;
