// A frame that does not scroll is no stop for the keyboard; one that does says so.
(() => {
  const settle = () => {
    document.querySelectorAll(".nm-scroll").forEach((frame) => {
      const wide = frame.scrollWidth > frame.clientWidth + 1;
      frame.classList.toggle("nm-wide", wide);
      if (wide) frame.setAttribute("tabindex", "0");
      else frame.removeAttribute("tabindex");
    });
  };
  const later = () => window.requestAnimationFrame(settle);
  ["DOMContentLoaded", "load", "resize"].forEach((moment) => window.addEventListener(moment, later));
  document.addEventListener("toggle", later, true);
})();

// The page to search: its field is ready to write in; from a disk, where pages may not be read, hits come without extracts.
(() => {
  if (window.location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  document.addEventListener("DOMContentLoaded", () => {
    const field = document.querySelector("#search-results") && document.querySelector("article form input[name=q]");
    if (field) field.focus();
  });
})();
