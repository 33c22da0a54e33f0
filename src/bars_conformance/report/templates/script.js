"use strict";
// Finding things in the report. All it shows is in the page without it: this only hides and opens.
(() => {
  const toolbar = document.getElementById("toolbar");
  const find = document.getElementById("find");
  const shown = document.getElementById("shown");
  const pressed = (kind) =>
    new Set([...toolbar.querySelectorAll(`[data-${kind}][aria-pressed="true"]`)].map((b) => b.dataset[kind]));

  const text = (element) => element.textContent.toLowerCase();
  const scenarios = [...document.querySelectorAll(".scenario")].map((element) => ({
    element,
    verdict: element.dataset.verdict,
    sections: [element.dataset.section],
    text: text(element.querySelector("summary")) + text(element.querySelector(":scope > .reason") ?? new Text()),
  }));
  const requirements = [...document.querySelectorAll(".requirements tbody tr")].map((element) => ({
    element,
    verdict: element.dataset.verdict,
    sections: JSON.parse(element.dataset.sections),
    text: text(element),
  }));
  const groups = [...document.querySelectorAll("[data-group]")].map((element) => ({
    element,
    items: [...element.querySelectorAll(".scenario, .requirements tbody tr")],
  }));

  function filter() {
    const verdicts = pressed("verdict");
    const sections = pressed("section");
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = (item) =>
      (!verdicts.size || verdicts.has(item.verdict)) &&
      (!sections.size || item.sections.some((section) => sections.has(section))) &&
      words.every((word) => item.text.includes(word));
    const sift = (items) => {
      for (const item of items) item.element.hidden = !wanted(item);
      return items.filter((item) => !item.element.hidden).length;
    };
    const counts = [sift(requirements), sift(scenarios)];
    for (const { element, items } of groups) {
      element.hidden = items.length > 0 && items.every((item) => item.hidden);
    }
    shown.textContent =
      `Shown: ${counts[0]} of ${requirements.length} requirements, ${counts[1]} of ${scenarios.length} scenarios.`;
  }

  function clear() {
    find.value = "";
    for (const button of toolbar.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", "false");
    filter();
  }

  function open(state) {
    for (const { element } of scenarios) if (!element.hidden) element.open = state;
  }

  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) clear();
    for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    target.scrollIntoView();
  }

  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("[aria-pressed]");
    if (!button) return;
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    filter();
  });
  find.addEventListener("input", filter);
  document.getElementById("clear").addEventListener("click", clear);
  document.getElementById("expand").addEventListener("click", () => open(true));
  document.getElementById("collapse").addEventListener("click", () => open(false));
  window.addEventListener("hashchange", reveal);

  toolbar.hidden = false;
  filter();
  reveal();
})();
