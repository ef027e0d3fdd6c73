import { scenario } from "../../harness/engine/index.ts";
import { expectInstalls, others } from "./portable.ts";

scenario("CLI-12", "only-busybox", (stage) =>
  expectInstalls(stage, { without: ["curl", "unzip", ...others], busybox: ["wget", "unzip"] }),
);
