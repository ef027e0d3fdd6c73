import { scenario } from "../../harness/engine/index.ts";
import { expectInSessions } from "./sessions.ts";

scenario("ENV-07", "sessions-of-zsh", (stage) => expectInSessions(stage, "zsh"));
