import { scenario } from "../../harness/engine/index.ts";
import { expectInstalls, others } from "./portable.ts";

scenario(
  "CLI-12",
  "Only busybox suffices, for latest too",
  { inputs: ["vault_cli_version"], programs: ["busybox"] },
  (stage) => expectInstalls(stage, { without: ["curl", "unzip", ...others], busybox: ["wget", "unzip"] }),
);
