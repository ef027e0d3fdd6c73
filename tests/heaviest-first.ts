import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { packageFolder } from "../harness/package/index.ts";

const heaviest = [
  "tests/conforming/passes.test.ts",
  "tests/module/conforms.test.ts",
  "tests/mutants/caught.test.ts",
  "tests/servers/controls.test.ts",
  "tests/command-line/matrix.test.ts",
  "tests/command-line/template/run.test.ts",
  "tests/command-line/interruption.test.ts",
];

/** Begins with the files that take longest, so that none of them is left for the end, when a core would stand idle. */
export class HeaviestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = heaviest.indexOf(relative(packageFolder, moduleId));
      return at < 0 ? heaviest.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
