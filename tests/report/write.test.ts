import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { parseReport, renderHtml, renderJUnit, reportFiles, writeReports } from "../../harness/report/index.ts";
import { failing, sampleReport } from "./sample.ts";

const report = sampleReport([failing]);
const temporary = (): ReturnType<typeof mkdtempDisposable> => mkdtempDisposable(join(tmpdir(), "report-write-"));

describe("writing reports", () => {
  test("makes the folder and leaves the reports in it, nothing else", async () => {
    await using folder = await temporary();
    const out = join(folder.path, "made", "here");

    const paths = await writeReports(report, out);

    expect((await readdir(out)).sort()).toEqual(paths.map((path) => basename(path)).sort());
    expect(parseReport(await readFile(join(out, "report.json"), "utf8"), "report.json")).toEqual(report);
    expect(await readFile(join(out, "junit.xml"), "utf8")).toBe(renderJUnit(report));
    expect(await readFile(join(out, "report.html"), "utf8")).toBe(renderHtml(report));
  });

  test("replaces an earlier report and leaves other files alone", async () => {
    await using folder = await temporary();
    await writeFile(join(folder.path, "report.json"), "earlier");
    await writeFile(join(folder.path, "notes.txt"), "mine");

    await writeReports(report, folder.path);

    expect((await readdir(folder.path)).sort()).toEqual(["notes.txt", ...reportFiles].toSorted());
    expect(await readFile(join(folder.path, "report.json"), "utf8")).not.toBe("earlier");
  });

  test("a file in the folder's place is the caller's mistake", async () => {
    await using folder = await temporary();
    await writeFile(join(folder.path, "file"), "");

    await expect(writeReports(report, join(folder.path, "file", "out"))).rejects.toMatchObject({
      code: "out.unwritable",
      status: 2,
    });
  });

  test("a failure keeps the earlier report whole and leaves nothing behind", async () => {
    await using folder = await temporary();
    await writeFile(join(folder.path, "report.json"), "earlier");
    await mkdir(join(folder.path, "junit.xml"));

    await expect(writeReports(report, folder.path)).rejects.toMatchObject({ code: "out.unwritable" });

    expect((await readdir(folder.path)).sort()).toEqual(["junit.xml", "report.json"]);
    expect(await readFile(join(folder.path, "report.json"), "utf8")).toBe("earlier");
  });

  test("no room is said as such, and takes no part of a report", async ({ skip }) => {
    const { failed } = await execa({ reject: false })`unshare -Urm true`;
    skip(failed, "a small file system needs user namespaces, which this machine does not allow");
    await using folder = await temporary();
    // A file system of 16 KiB, in a user and mount namespace of its own.
    const script = `mount -t tmpfs -o size=16k none "$1" && echo earlier >"$1/report.json" && "$2" --input-type=module -e "$3" "$1"; ls -A "$1"`;
    const program = `
      const { writeReports } = await import(${JSON.stringify(new URL("../../harness/report/index.ts", import.meta.url).href)});
      const report = ${JSON.stringify({ ...report, notes: ["x".repeat(100_000)] })};
      await writeReports(report, process.argv[1]).catch(({ code, status }) => console.log(code, status));`;

    const { stdout } = await execa("unshare", [
      "-Urm",
      "sh",
      "-c",
      script,
      "sh",
      folder.path,
      process.execPath,
      program,
    ]);

    expect(stdout.split("\n")).toEqual(["out.no-space 3", "report.json"]);
  });
});
