// The explore page: a threshold that can be moved, a table that can be sorted and searched. Without this file the
// page shows the same chart and table at the book's own threshold.
(() => {
  const SWEDISH = new Intl.Collator("sv");
  const write = (value) => value.toFixed(2).replace(".", ",");

  const start = (root) => {
    const form = root.querySelector(".nm-controls");
    const [range, search, only] = ["#nm-threshold", "#nm-name", "#nm-only"].map((name) => form.querySelector(name));
    const output = form.querySelector("output");
    const told = root.querySelector(".nm-told");
    const chart = root.querySelector(".nm-bubbles");
    const limit = chart.querySelector(".nm-limit");
    const body = root.querySelector("tbody");
    const rows = [...body.rows];
    const bubbles = [...chart.querySelectorAll(".nm-bubble")];
    const labels = [...chart.querySelectorAll(".nm-labels text")];
    const quotients = new Map(rows.map((row) => [row.dataset.name, Number(row.dataset.lq)]));
    let waiting = 0;

    // a label that would cover another, or leave the chart, is not shown; the large industries come first
    const label = () => {
      const taken = [];
      const frame = chart.viewBox.baseVal;
      labels.forEach((text, place) => {
        const box = text.getBBox();
        const free = box.x > 0 && box.x + box.width < frame.width && taken.every((other) =>
          box.x > other.x + other.width || box.x + box.width < other.x ||
          box.y > other.y + other.height || box.y + box.height < other.y);
        const shown = free && bubbles[place].classList.contains("nm-passes");
        text.setAttribute("visibility", shown ? "visible" : "hidden");
        if (shown) taken.push(box);
      });
    };

    const settle = () => {
      const threshold = Number(range.value);
      const words = search.value.trim().toLocaleLowerCase("sv");
      output.textContent = write(threshold);
      range.setAttribute("aria-valuetext", write(threshold));
      let passing = 0;
      let shown = 0;
      rows.forEach((row) => {
        const passes = Number(row.dataset.lq) >= threshold - 1e-9;
        row.lastElementChild.textContent = passes ? "ja" : "nej";
        row.hidden = !row.dataset.name.toLocaleLowerCase("sv").includes(words) || (only.checked && !passes);
        passing += passes;
        shown += !row.hidden;
      });
      bubbles.forEach((bubble) => {
        bubble.classList.toggle("nm-passes", quotients.get(bubble.dataset.name) >= threshold - 1e-9);
      });
      const x = Number(chart.dataset.origin) + Number(chart.dataset.scale) * Math.log(threshold);
      limit.setAttribute("transform", `translate(${x.toFixed(1)} 0)`);
      limit.querySelector("text").textContent = `Gräns ${write(threshold)}`;
      label();
      // a reader who drags is told once, where the threshold stops
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => {
        const found = `${passing} av ${rows.length} branscher har kvoten ${write(threshold)} eller mer.`;
        told.textContent = shown < rows.length ? `${found} Tabellen visar ${shown}.` : found;
        chart.setAttribute("aria-label", `Bubbeldiagram: ${found} Alla värden står i tabellen under.`);
      }, 250);
    };

    const sort = (head, place) => {
      const rising = head.getAttribute("aria-sort") !== "ascending";
      root.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", rising ? "ascending" : "descending");
      const key = head.dataset.key;
      const value = (row) => (key === "passes" ? row.cells[place].textContent : row.dataset[key]);
      const compare = (one, other) => {
        const [a, b] = [value(one), value(other)];
        if (a === undefined || b === undefined) return (a === undefined) - (b === undefined);
        const order = key === "name" || key === "passes" ? SWEDISH.compare(a, b) : a - b;
        return rising ? order : -order;
      };
      body.append(...[...rows].sort(compare));
    };

    [...root.querySelectorAll("thead th")].forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "nm-sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(head, place));
    });
    form.addEventListener("input", settle);
    form.addEventListener("submit", (happening) => happening.preventDefault());
    form.addEventListener("reset", () => window.setTimeout(settle));
    form.hidden = false;
    label();
  };

  const begin = () => document.querySelectorAll(".nm-explore").forEach(start);
  if (document.readyState === "loading") window.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
