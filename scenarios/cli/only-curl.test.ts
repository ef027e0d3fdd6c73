import { scenario } from "../../harness/engine/index.ts";
import { expectInstalls, others } from "./portable.ts";

scenario("CLI-12", "only-curl", (stage) => expectInstalls(stage, { without: ["wget", "busybox", ...others] }));
