"use strict";
// Asks for the page again and again, and puts what is new in its place; what is open stays open.
(() => {
  const lost = document.getElementById("lost");
  const opened = () => new Set([...document.querySelectorAll("details[open]")].map((each) => each.id));
  let known = "";

  function show(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const open = opened();
    const focus = document.activeElement?.closest("#arrivals details")?.id;
    for (const id of ["state", "arrivals"]) document.getElementById(id).replaceWith(fresh.getElementById(id));
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (focus) document.getElementById(focus)?.querySelector("summary").focus({ preventScroll: true });
  }

  async function look() {
    try {
      const answer = await fetch("/", { cache: "no-store", headers: known ? { "If-None-Match": known } : {} });
      lost.hidden = true;
      if (answer.status !== 200) return;
      known = answer.headers.get("ETag");
      show(await answer.text());
    } catch {
      lost.hidden = false;
    } finally {
      setTimeout(look, Number(document.body.dataset.every));
    }
  }

  look();
})();
