import type { Element } from "./well-formed.ts";

interface Rule {
  /** Children in their order; `*` may be there any number of times, `?` once. */
  readonly children: RegExp;
  readonly attributes: Readonly<Record<string, RegExp>>;
}

const token = /\S/;
const anything = /^/;
const count = /^\d+$/;
const seconds = /^\d+\.\d{3}$/;
const verdict: Rule = { children: /^$/, attributes: { message: anything, type: anything } };
const text: Rule = { children: /^$/, attributes: {} };

/** What windyroad's JUnit.xsd and the junit-10.xsd of Jenkins' xUnit plugin both accept, without what our writer never uses. */
const rules: Readonly<Record<string, Rule>> = {
  testsuites: { children: /^(testsuite )*$/, attributes: {} },
  testsuite: {
    children: /^properties (testcase )*system-out system-err $/,
    attributes: {
      id: count,
      package: token,
      name: token,
      hostname: token,
      timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
      tests: count,
      failures: count,
      errors: count,
      skipped: count,
      time: seconds,
    },
  },
  properties: { children: /^(property )*$/, attributes: {} },
  property: { children: /^$/, attributes: { name: token, value: anything } },
  testcase: {
    children: /^((skipped|error|failure) )?$/,
    attributes: { name: token, classname: token, time: seconds },
  },
  skipped: { children: /^$/, attributes: { message: anything } },
  error: verdict,
  failure: verdict,
  "system-out": text,
  "system-err": text,
};

/** Where a document of JUnit's is not as the schemas want it, in words. */
export function schemaMistakes(element: Element): readonly string[] {
  const rule = rules[element.name];
  if (rule === undefined) return [`no element ${element.name}`];
  const children = element.children.map(({ name }) => `${name} `).join("");
  const names = Object.keys(rule.attributes).toSorted();
  const given = Object.keys(element.attributes).toSorted();
  return [
    ...(rule.children.test(children) ? [] : [`${element.name} has the children ${children}`]),
    ...(names.join() === given.join() ? [] : [`${element.name} has the attributes ${given.join()}`]),
    ...Object.entries(element.attributes)
      .filter(([name, value]) => rule.attributes[name]?.test(value) === false)
      .map(([name, value]) => `${element.name}'s ${name} is ${JSON.stringify(value)}`),
    ...element.children.flatMap(schemaMistakes),
  ];
}
