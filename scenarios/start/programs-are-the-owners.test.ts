import { scenario } from "../../harness/engine/index.ts";
import { expectNoFindings } from "./findings.ts";

scenario("START-02", expectNoFindings);
