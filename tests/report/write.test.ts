import { createHash } from "node:crypto";
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtempDisposable,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { holdFolder, reportFiles, writeReports } from "../../harness/output/index.ts";
import { renderHtml, renderJUnit } from "../../harness/render/index.ts";
import { parseReport } from "../../harness/report/index.ts";
import { failing, sampleReport } from "./sample.ts";

const report = sampleReport([failing]);
const temporary = (): ReturnType<typeof mkdtempDisposable> => mkdtempDisposable(join(tmpdir(), "report-write-"));

describe("writing reports", () => {
  test("makes the folder and leaves the reports in it, nothing else", async () => {
    await using folder = await temporary();
    const out = join(folder.path, "made", "here");

    const paths = await writeReports(report, out);

    expect((await readdir(out)).sort()).toEqual(paths.map(({ path }) => basename(path)).sort());
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

  test("what is written has the digest that is said, and nothing is read again", async () => {
    await using folder = await temporary();

    const written = await writeReports(report, folder.path);

    for (const { path, sha256, size } of written) {
      const bytes = await readFile(path);
      expect([createHash("sha256").update(bytes).digest("hex"), bytes.length]).toEqual([sha256, size]);
    }
  });

  test("no room is said as such, and takes no part of a report", async ({ skip }) => {
    const { failed } = await execa({ reject: false })`unshare -Urm true`;
    skip(failed, "a small file system needs user namespaces, which this machine does not allow");
    await using folder = await temporary();
    // A file system of 16 KiB, in a user and mount namespace of its own.
    const script = `mount -t tmpfs -o size=16k none "$1" && echo earlier >"$1/report.json" && "$2" --input-type=module -e "$3" "$1"; ls -A "$1"`;
    const program = `
      const { writeReports } = await import(${JSON.stringify(new URL("../../harness/output/index.ts", import.meta.url).href)});
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

describe("a folder that was held before a module's code ran", () => {
  test.each<readonly [string, (folder: string, elsewhere: string) => Promise<void>]>([
    ["a link to a file elsewhere", (folder, elsewhere) => symlink(elsewhere, join(folder, "report.json"))],
    ["a second name of a file elsewhere", (folder, elsewhere) => link(elsewhere, join(folder, "report.json"))],
    ["a link that leads nowhere", (folder, elsewhere) => symlink(`${elsewhere}.none`, join(folder, "report.json"))],
    ["a link to a folder", (folder) => symlink("/", join(folder, "report.json"))],
    [
      "a file that nobody may write to",
      async (folder) => {
        await writeFile(join(folder, "report.json"), "planted");
        await chmod(join(folder, "report.json"), 0o444);
      },
    ],
  ])("is written over %s, which leads nothing elsewhere", async (_, plant) => {
    await using folder = await temporary();
    const [out, elsewhere] = [join(folder.path, "out"), join(folder.path, "elsewhere")];
    await mkdir(out);
    await writeFile(elsewhere, "mine");
    await using held = await holdFolder(out);

    await plant(out, elsewhere);
    await writeReports(report, held);

    expect((await lstat(join(out, "report.json"))).isFile()).toBe(true);
    expect(parseReport(await readFile(join(out, "report.json"), "utf8"), "report.json")).toEqual(report);
    expect(await readFile(elsewhere, "utf8")).toBe("mine");
    expect((await readdir(folder.path)).sort()).toEqual(["elsewhere", "out"]);
  });

  test("has a folder in a report's place moved aside, with what is in it", async () => {
    await using folder = await temporary();
    await using held = await holdFolder(folder.path);
    await mkdir(join(folder.path, "report.json", "below"), { recursive: true });

    const written = await writeReports(report, held);

    const [moved = ""] = written.flatMap((one) => one.moved ?? []);
    expect(await readdir(join(folder.path, moved))).toEqual(["below"]);
    expect(parseReport(await readFile(join(folder.path, "report.json"), "utf8"), "report.json")).toEqual(report);
  });

  const swaps: readonly (readonly [string, (out: string, elsewhere: string) => Promise<void>])[] = [
    [
      "another folder",
      async (out) => {
        await rename(out, `${out}-moved`);
        await mkdir(out);
      },
    ],
    [
      "a link",
      async (out, elsewhere) => {
        await rename(out, `${out}-moved`);
        await symlink(elsewhere, out);
      },
    ],
    ["nothing", (out) => rename(out, `${out}-moved`)],
  ];

  test.each(swaps)("is not written to where %s took its place, and neither is what did", async (_, swap) => {
    await using folder = await temporary();
    const [out, elsewhere] = [join(folder.path, "out"), join(folder.path, "elsewhere")];
    await Promise.all([out, elsewhere].map((one) => mkdir(one)));
    await using held = await holdFolder(out);

    await swap(out, elsewhere);
    await expect(writeReports(report, held)).rejects.toMatchObject({ code: "out.replaced", status: 4 });

    expect([await readdir(`${out}-moved`), await readdir(elsewhere)]).toEqual([[], []]);
  });

  test("is not made through a link that took its place before it was there", async () => {
    await using folder = await temporary();
    const [out, elsewhere] = [join(folder.path, "new", "out"), join(folder.path, "elsewhere")];
    await mkdir(elsewhere);
    await using held = await holdFolder(out);

    await symlink(elsewhere, join(folder.path, "new"));
    await expect(writeReports(report, held)).rejects.toMatchObject({ code: "out.replaced", status: 4 });
    await rm(join(folder.path, "new"));
    await writeReports(report, held);

    expect(await readdir(elsewhere)).toEqual([]);
    expect((await readdir(out)).sort()).toEqual(reportFiles.toSorted());
  });
});
