import { scenario } from "../../harness/engine/index.ts";
import { expectNoFindings } from "./findings.ts";

scenario("START-06", "looks-up-no-other-name", expectNoFindings);
