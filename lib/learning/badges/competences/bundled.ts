import digcomp from "./frameworks/digcomp-2.2.json" with { type: "json" };
import ecf from "./frameworks/e-cf-4.0.json" with { type: "json" };
import esco from "./frameworks/esco-1.2.json" with { type: "json" };
import greencomp from "./frameworks/greencomp.json" with { type: "json" };
import projects from "./frameworks/it-project-management.json" with { type: "json" };
import rome from "./frameworks/rome-v460.json" with { type: "json" };
import sustainable from "./frameworks/sustainable-it.json" with { type: "json" };
import { type FrameworkFile, frameworkFile } from "./schema.ts";

/**
 * The frameworks that come with the product, each after those that it points to; our own maps last.
 */
export function bundledFrameworks(): FrameworkFile[] {
  return [esco, digcomp, ecf, greencomp, rome, projects, sustainable].map((file) =>
    frameworkFile.parse(file),
  );
}
