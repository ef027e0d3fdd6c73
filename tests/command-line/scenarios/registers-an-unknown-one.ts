import { scenario } from "../../../harness/engine/index.ts";

scenario("LOGIN-99", async () => {});
