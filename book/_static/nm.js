// A frame that does not scroll is no stop for the keyboard; one that does says so, and fades where there is more.
(() => {
  const isWide = (frame) => frame.scrollWidth > frame.clientWidth + 1;
  const isAtEnd = (frame) => frame.scrollLeft + frame.clientWidth >= frame.scrollWidth - 1;
  // the part of a chart in which its rows are named lies still on top of the chart that scrolls
  const keepNames = (frame) => {
    if (!frame.dataset.names || frame.querySelector(".nm-names")) return;
    const [share, above, below] = frame.dataset.names.split(" ");
    frame.querySelectorAll("a > img").forEach((chart) => {
      const names = document.createElement("span"), copy = chart.cloneNode();
      names.className = "nm-names";
      names.setAttribute("aria-hidden", "true");
      names.style.setProperty("--nm-share", share);
      names.style.clipPath = `inset(${100 * above}% 0 ${100 * below}% 0)`;
      copy.alt = "";
      names.append(copy);
      chart.before(names);
    });
  };
  const settle = () => {
    // all are measured before any is changed, so that the page is laid out once
    const seen = [...document.querySelectorAll(".nm-scroll")].map((frame) => [frame, isWide(frame), isAtEnd(frame)]);
    seen.forEach(([frame, wide, atEnd]) => {
      if (wide) keepNames(frame);
      frame.classList.toggle("nm-wide", wide);
      frame.classList.toggle("nm-end", atEnd);
      if (wide) frame.setAttribute("tabindex", "0");
      else frame.removeAttribute("tabindex");
    });
  };
  const later = () => window.requestAnimationFrame(settle);
  ["DOMContentLoaded", "load", "resize"].forEach((moment) => window.addEventListener(moment, later));
  document.addEventListener("toggle", later, true);
  // a figure is loaded when the reader comes near, and is narrow until then; load does not bubble
  document.addEventListener("load", later, true);
  document.addEventListener("scroll", ({ target: frame }) => {
    if (frame.classList?.contains("nm-scroll")) frame.classList.toggle("nm-end", isAtEnd(frame));
  }, true);
})();

// The page to search: its field is ready to write in; from a disk, where pages may not be read, hits come without extracts.
(() => {
  if (window.location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  document.addEventListener("DOMContentLoaded", () => {
    const field = document.querySelector("#search-results") && document.querySelector("article form input[name=q]");
    if (field) field.focus();
  });
})();
