import { WrongInput } from "../errors/index.ts";

/** The options that a real Coder server does not go with, as they were typed. */
interface ServerOptions {
  readonly runtime: string;
  readonly terraform?: string;
  readonly template?: string | undefined;
  readonly coderAgent?: string;
}

/**
 * Checks the options that go with a real Coder server.
 *
 * @throws WrongInput `option.coder-server`
 * @throws CannotRunHere as `checkCoderServer` does
 */
export async function checkServerOptions(options: ServerOptions): Promise<void> {
  const { runtime, terraform = "", template, coderAgent = "real" } = options;
  const refuse = (problem: string, remedy: string) => new WrongInput("option.coder-server", problem, remedy);
  if (runtime === "docker")
    throw refuse("--coder server runs on processes only.", "Leave --runtime docker out, or use --coder imitated.");
  if (terraform.startsWith("tofu"))
    throw refuse(
      "--coder server needs Terraform: Coder's provisioner does not run OpenTofu.",
      "Leave --terraform out, or use --coder imitated.",
    );
  if (template !== undefined)
    throw refuse(
      "--coder server builds workspaces from the harness's own template only.",
      "Leave --template out, or use --coder imitated.",
    );
  if (coderAgent === "imitated")
    throw refuse(
      "--coder server runs Coder's own agent, and --coder-agent imitated asks for another.",
      "Leave --coder-agent out, or give the path of a full coder binary.",
    );
  if (coderAgent !== "real") await (await import("../artifacts/coder-agent/index.ts")).checkCoderServer(coderAgent);
}
