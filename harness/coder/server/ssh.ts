import { HarnessFault } from "../../errors/index.ts";
import { executables, type Machine, type Network } from "../../runtime/index.ts";
import { limits } from "../../waiting/index.ts";
import { runBounded } from "../agent/bounded.ts";
import type { Answer } from "../agent/index.ts";
import { excessOf, outputLimit } from "../agent/script.ts";
import { hostname } from "./start.ts";

/** A person's own computer, with Coder's command-line client. */
export interface Client {
  /** `coder ssh ADDRESS -- COMMAND`, in the session of a person. */
  ssh(address: string, session: string, command: string): Promise<Answer>;
}

/** Where programs written in Go look for authorities. */
const trusted = "/etc/pki/tls/certs/coder.pem";

/** Starts the computer in the network, once somebody uses it; it ends with the network. */
export function createClient(network: Network, program: string, certificate: string): Client {
  let machine: Promise<Machine> | undefined;
  const start = async () => {
    const made = await network.machine({
      kind: "debian",
      trustedCertificates: "",
      executables: { [executables.coder]: program },
    });
    await made.writeFile(trusted, certificate, { owner: "root" });
    return made;
  };
  return {
    async ssh(address, session, command) {
      machine ??= start();
      const on = await machine;
      const environment = {
        ...on.environment,
        CODER_URL: `https://${hostname}`,
        CODER_SESSION_TOKEN: session,
        CODER_NO_VERSION_WARNING: "true",
        CODER_NO_FEATURE_WARNING: "true",
      };
      const argv = [executables.coder, "ssh", "--disable-autostart", address, "--", command];
      const milliseconds = limits.shell + limits.agentReady;
      const answer = await runBounded(on, { argv, environment }, { milliseconds, bytes: outputLimit });
      if (answer.exceeded === "milliseconds") throw silent(address, milliseconds);
      return { ...withoutTerminal(answer), ...excessOf(answer, milliseconds) };
    },
  };
}

/** Whether the client or the command did not end cannot be told, so it says nothing about the module. */
function silent(address: string, milliseconds: number): HarnessFault {
  return new HarnessFault(
    "coder-server.ssh",
    `\`coder ssh ${address}\` did not end within ${milliseconds / 1000} s.`,
    "Check whether the machine is overloaded; use --coder imitated to do without the server.",
    { address },
  );
}

/** Coder gives every session a terminal, which ends lines by two characters. */
function withoutTerminal<T extends Answer>(answer: T): T {
  const text = (output: string) => output.replaceAll("\r\n", "\n");
  return { ...answer, stdout: text(answer.stdout), output: text(answer.output) };
}
