export { createRedactor, type Redactor, type Secret, type SecretKind } from "./redactor.ts";
export { formsOf as secretForms } from "./secret-forms.ts";
