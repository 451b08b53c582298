import type { Module } from "#lib/module.ts";

export const research: Module = {
  tables: ["release", "release_chunk", "release_block", "release_download", "published_block"],
};
