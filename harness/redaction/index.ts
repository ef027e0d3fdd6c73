export { createRedactor, type Redactor, type Secret } from "./redactor.ts";
export { formsOf as secretForms } from "./secret-forms.ts";
export type { SecretKind } from "./secret-looks.ts";
