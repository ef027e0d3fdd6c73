const one = (selector) => document.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

const form = one("#filters");
const said = form.querySelector("output");
const buttons = all("[aria-pressed]", form);

/** A requirement's row, with all that it is filtered by. */
const rows = all("#grid tbody tr").map((element) => ({
  element,
  profile: element.dataset.p,
  text: element.firstElementChild.textContent.toLowerCase(),
  results: all("li", element).map((item) => ({ item, outcome: item.dataset.o, cells: [item.dataset.c] })),
}));
const groups = all(".group");
const failures = groups.flatMap((group) =>
  all(".failure", group).map((element) => ({
    element,
    profile: group.dataset.p,
    outcome: element.dataset.o,
    /** One for each result. */
    cells: element.dataset.c.split(" "),
    text: `${group.firstElementChild.textContent} ${element.textContent}`.toLowerCase(),
  })),
);
const perCell = all("#grid [data-c]:not(li), .cell");

function filter() {
  const outcomes = new Set(buttons.filter((button) => button.ariaPressed === "true").map((button) => button.dataset.o));
  const { profile, cell, text } = form.elements;
  const words = text.value.toLowerCase().split(/\s+/);
  const fits = (entry) =>
    (outcomes.size === 0 || outcomes.has(entry.outcome)) && (!cell?.value || entry.cells.includes(cell.value));
  const holds = (entry) =>
    (!profile.value || entry.profile === profile.value) && words.every((word) => entry.text.includes(word));

  let shownRows = 0;
  let shownResults = 0;
  for (const row of rows) {
    const isHeld = holds(row);
    let own = 0;
    for (const result of row.results) {
      const isShown = isHeld && fits(result);
      result.item.hidden = !isShown;
      if (isShown) own += 1;
    }
    row.element.hidden = own === 0;
    if (own > 0) shownRows += 1;
    shownResults += own;
  }
  let shownFailures = 0;
  for (const failure of failures) {
    const isShown = holds(failure) && fits(failure);
    failure.element.hidden = !isShown;
    if (isShown) shownFailures += 1;
  }
  for (const group of groups) group.hidden = all(".failure:not([hidden])", group).length === 0;
  for (const section of all("section.failures")) count(section, cell?.value);
  for (const element of perCell) element.hidden = Boolean(cell?.value) && element.dataset.c !== cell.value;
  one("#nothing").hidden = shownRows > 0;
  const results = rows.reduce((sum, row) => sum + row.results.length, 0);
  const parts = [
    `${shownRows} of ${rows.length} requirements`,
    `${shownResults} of ${results} results`,
    ...(failures.length === 0 ? [] : [`${shownFailures} of ${failures.length} failures`]),
  ];
  const isFiltered = shownResults < results || shownFailures < failures.length;
  said.textContent = isFiltered ? `Shown: ${parts.join(", ")}.` : "";
}

/** Says in a section's heading how much of it is shown. */
function count(section, cell) {
  const said = section.querySelector(".shown");
  if (said === null) return;
  const own = failures.filter(({ element }) => !element.hidden && section.contains(element));
  const resultsOf = (isBlocked) =>
    own
      .filter(({ outcome }) => (outcome === "blocked") === isBlocked)
      .flatMap(({ cells }) => cells.filter((number) => !cell || number === cell)).length;
  const shown = [all(".group:not([hidden])", section).length, resultsOf(false), resultsOf(true)];
  const totals = said.dataset.all.split(" ").map(Number);
  const things = ["requirement", "result", ""];
  said.textContent = totals
    .flatMap((total, place) => {
      if (total === 0) return [];
      const some = shown[place] === total ? "" : `${shown[place]} of `;
      return things[place] === ""
        ? `${some}${total} blocked`
        : `${some}${total} ${things[place]}${total === 1 ? "" : "s"}`;
    })
    .join(", ");
}

function clear() {
  form.reset();
  for (const button of buttons) button.ariaPressed = "false";
  filter();
}

/** Leads to what the address names, out of folded parts and filters. */
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null) return;
  if (target.closest("[hidden]") !== null) clear();
  for (let part = target.closest("details"); part !== null; part = part.parentElement.closest("details"))
    part.open = true;
  target.scrollIntoView();
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    button.ariaPressed = String(button.ariaPressed !== "true");
    filter();
  });
}
/** Where the window is narrow the filters are folded. */
const fold = form.querySelector(".more");
fold.addEventListener("click", () => {
  fold.ariaExpanded = String(fold.ariaExpanded !== "true");
});
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
form.querySelector(".reset").addEventListener("click", clear);
addEventListener("hashchange", reveal);
// A link to where one is already changes no address.
document.addEventListener("click", ({ target }) => {
  if (target.closest(`a[href="${CSS.escape(location.hash)}"]`)) reveal();
  // What is opened is what one wants to send to somebody: its link is in the address bar.
  const part = target.closest("summary")?.parentElement;
  if (part?.id && !part.open) history.replaceState(history.state, "", `#${part.id}`);
});

/** In the grid one Tab stop is enough: arrows lead from field to field. */
const fields = all("#grid td a");
for (const [place, field] of fields.entries()) field.tabIndex = place === 0 ? 0 : -1;
const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
one("#grid").addEventListener("keydown", (event) => {
  const link = event.target.closest("td a");
  const step = steps[event.key];
  if (link === null || step === undefined) return;
  event.preventDefault();
  const next = neighbour(link, step);
  if (next === undefined) return;
  for (const field of fields) field.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

function neighbour(link, [across, down]) {
  const lines = rows.map(({ element }) => element).filter((element) => !element.hidden);
  const linksOf = (line) => all("td:not([hidden]) a", line);
  const line = link.closest("tr");
  const column = linksOf(line).indexOf(link);
  if (across !== 0) return linksOf(line)[column + across];
  for (let at = lines.indexOf(line) + down; at >= 0 && at < lines.length; at += down) {
    const links = linksOf(lines[at]);
    if (links.length > 0) return links[Math.min(column, links.length - 1)];
  }
  return undefined;
}

for (const box of all(".command")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    const isCopied = await copy(box.querySelector("code"));
    button.textContent = isCopied ? "Copied" : "Selected";
    setTimeout(() => {
      button.textContent = "Copy";
    }, 2000);
  });
  box.append(button);
}

/** Pages from a file or from plain HTTP may not write to the clipboard everywhere: then the text is selected. */
async function copy(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(element);
    return false;
  }
}

/** On paper nothing can be opened. */
let closed = [];
addEventListener("beforeprint", () => {
  closed = all(".failure:not([open]), .failure details:not([open]), .cell:not([open])");
  for (const part of closed) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of closed) part.open = false;
});

form.hidden = false;
// What sticks to the top of the window sticks below the filters, and covers nothing that an address leads to.
const head = one("#grid thead");
const heights = new ResizeObserver(() => {
  document.documentElement.style.setProperty("--filters", `${form.offsetHeight}px`);
  document.documentElement.style.setProperty("--head", `${head.offsetHeight}px`);
});
heights.observe(form);
heights.observe(head);
reveal();
