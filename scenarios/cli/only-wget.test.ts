import { scenario } from "../../harness/engine/index.ts";
import { expectInstalls, others } from "./portable.ts";

scenario(
  "CLI-12",
  "Only wget suffices, for latest too",
  { inputs: ["vault_cli_version"], programs: ["wget", "unzip"], without: ["busybox"] },
  (stage) => expectInstalls(stage, { without: ["curl", "busybox", ...others] }),
);
