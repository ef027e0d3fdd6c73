import { scenario } from "../../harness/engine/index.ts";
import { expectInstalls, others } from "./portable.ts";

scenario("CLI-12", "only-wget", (stage) => expectInstalls(stage, { without: ["curl", "busybox", ...others] }));
