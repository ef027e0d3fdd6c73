export { createRedactor, type Redactor, type SecretKind } from "./redactor.ts";
