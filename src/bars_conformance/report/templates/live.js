"use strict";
// Asks for the page again and again, and adds what is new; what is there stays as it is, opened or scrolled.
(() => {
  const arrivals = document.getElementById("arrivals");
  const lost = document.getElementById("lost");
  let known = "";

  function show(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    for (const each of [...arrivals.children]) if (!fresh.getElementById(each.id)) each.remove();
    for (const each of [...fresh.getElementById("arrivals").children].reverse()) {
      if (!document.getElementById(each.id)) arrivals.prepend(each);
    }
    document.getElementById("state").textContent = fresh.getElementById("state").textContent;
  }

  async function look() {
    try {
      const answer = await fetch("/", { cache: "no-store", headers: known ? { "If-None-Match": known } : {} });
      lost.hidden = true;
      if (answer.ok) {
        show(await answer.text());
        known = answer.headers.get("ETag");
      }
    } catch {
      lost.hidden = false;
    } finally {
      setTimeout(look, Number(document.body.dataset.every));
    }
  }

  look();
})();
