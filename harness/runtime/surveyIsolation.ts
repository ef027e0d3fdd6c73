import { execa } from "execa";
import { programs } from "./process/programs.ts";

/** Whether a means of isolation is here, found out by trying it. */
export interface IsolationLine {
  readonly what: string;
  readonly state: "ready" | "missing";
  readonly detail: string;
  readonly remedy?: string;
}

const namespaces = ["--user", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--", "true"];
const sandbox = ["--unshare-user", "--unshare-pid", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"];

const attempts = [
  {
    what: "user and network namespaces",
    command: programs.unshare,
    args: namespaces,
    remedy:
      "Allow unprivileged user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0 or kernel.unprivileged_userns_clone=1), or use Docker.",
  },
  {
    what: "bubblewrap",
    command: programs.bwrap,
    args: sandbox,
    remedy: "Install the package bubblewrap, or use Docker.",
  },
  { what: "iproute2", command: "ip", args: ["-V"], remedy: "Install the package iproute2, or use Docker." },
  { what: "curl in workspaces", command: "/usr/bin/curl", args: ["--version"], remedy: "Install the package curl." },
  { what: "unzip in workspaces", command: "/usr/bin/unzip", args: ["-v"], remedy: "Install the package unzip." },
];

/** What the process runtime needs, and whether it works here. */
export async function surveyIsolation(): Promise<readonly IsolationLine[]> {
  return await Promise.all(
    attempts.map(async ({ what, command, args, remedy }) => {
      const result = await execa(command, args, { reject: false });
      if (result.exitCode === 0) return { what, state: "ready" as const, detail: "works" };
      const said = (result.stderr || result.shortMessage || "").split("\n")[0] ?? "";
      return { what, state: "missing" as const, detail: said, remedy };
    }),
  );
}
