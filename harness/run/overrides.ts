import type { RunRequest } from "./request.ts";

/** The options of a request that change what is judged, or with what, as a report names them. */
export function overridesOf(request: RunRequest): readonly string[] {
  const { vaultBinary, providers, template, serverDefect, cliArchives = "auto" } = request;
  return [
    ...(vaultBinary === undefined ? [] : ["--vault-binary"]),
    ...(providers === undefined ? [] : ["--providers"]),
    ...(template === undefined ? [] : ["--template"]),
    ...(serverDefect === undefined ? [] : [`--server-defect ${serverDefect}`]),
    ...(request.ignoreState ? ["--ignore-state"] : []),
    ...(request.terraformNetwork ? ["--terraform-network"] : []),
    ...(cliArchives === "auto" ? [] : [`--cli-archives ${cliArchives}`]),
  ];
}
