import { scenario } from "../../harness/engine/index.ts";
import { expectInstalls, others } from "./portable.ts";

scenario(
  "CLI-12",
  "Only curl suffices, for latest too",
  { inputs: ["vault_cli_version"], programs: ["curl", "unzip"], without: ["busybox"] },
  (stage) => expectInstalls(stage, { without: ["wget", "busybox", ...others] }),
);
