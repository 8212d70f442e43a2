// A frame that does not scroll is no stop for the keyboard; one that does says so, and fades where there is more.
(() => {
  const isWide = (frame) => frame.scrollWidth > frame.clientWidth + 1;
  const isAtEnd = (frame) => frame.scrollLeft + frame.clientWidth >= frame.scrollWidth - 1;
  const settle = () => {
    // all are measured before any is changed, so that the page is laid out once
    const seen = [...document.querySelectorAll(".nm-scroll")].map((frame) => [frame, isWide(frame), isAtEnd(frame)]);
    seen.forEach(([frame, wide, atEnd]) => {
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
