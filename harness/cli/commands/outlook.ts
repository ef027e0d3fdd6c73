import {
  type ArtifactOptions,
  defaultServerImage,
  findCliArchives,
  findServer,
  findTerraform,
  type SurveyLine,
} from "../../artifacts/index.ts";
import { findProviders } from "../../artifacts/providers/index.ts";
import { CannotRunHere } from "../../errors/index.ts";
import { dockerAnswers, dockerOffers, requireProcessRuntime } from "../../runtime/index.ts";

/** A part of a run, and what would be used for it or why there is nothing. */
export interface Prospect {
  readonly part: string;
  readonly state: "used" | "missing";
  readonly detail: string;
}

/** Searched as a run does, but nothing is fetched. */
const here: ArtifactOptions = { offline: true, progress: () => {} };

/**
 * What a run without options, or with `--offline`, would use here; `offers` names what it would download.
 */
export async function outlook(offers: readonly SurveyLine[], offline: boolean): Promise<readonly Prospect[]> {
  const offerOf = (what: string) => offers.find((line) => line.what === what && line.state === "available")?.detail;
  const docker = await dockerAnswers();
  const isDocker = "version" in docker;
  return await Promise.all([
    prospect("runtime", async () => {
      if (isDocker) return `docker, ${docker.name} ${docker.version}`;
      await requireProcessRuntime();
      return "process";
    }),
    prospect(
      "server",
      async () => {
        if (isDocker && (await dockerOffers(defaultServerImage, offline))) return `the image ${defaultServerImage}`;
        return inWords(
          await findServer(undefined, undefined, { ...here, ...(isDocker && { platform: docker.platform }) }),
        );
      },
      { name: "openbao", detail: offerOf("openbao") },
    ),
    prospect("Terraform", async () => inWords(await findTerraform("terraform", here)), {
      name: "terraform",
      detail: offerOf("terraform"),
    }),
    prospect("providers", async () => providersInWords(await findProviders(undefined, here)), {
      name: "coder/coder",
      detail: offerOf("provider coder/coder"),
    }),
    prospect("CLI archives", async () => {
      const offer = offerOf("official archives of the Vault CLI");
      const { kind } = await findCliArchives("auto", [], here);
      return kind === "genuine" || offer === undefined ? kind : `genuine, ${offer}`;
    }),
  ]);
}

async function prospect(
  part: string,
  find: () => Promise<string>,
  offer: { readonly name: string; readonly detail: string | undefined } = { name: "", detail: undefined },
): Promise<Prospect> {
  try {
    return { part, state: "used", detail: await find() };
  } catch (error) {
    if (!(error instanceof CannotRunHere)) throw error;
    if (offer.detail !== undefined) return { part, state: "used", detail: `${offer.name} ${offer.detail}` };
    return { part, state: "missing", detail: error.message };
  }
}

function inWords({ name, version, path, origin }: Awaited<ReturnType<typeof findServer>>): string {
  return `${name} ${version} ${origin === "cache" ? "from the cache" : `at ${path}`}`;
}

function providersInWords({ providers, origin }: Awaited<ReturnType<typeof findProviders>>): string {
  const each = Object.entries(providers).map(([address, version]) => `${address} ${version}`);
  return `${each.join(", ")} from the ${origin}`;
}
