// A frame that does not scroll is no stop for the keyboard; one that does says so, and fades where there is more.
(() => {
  const end = (frame) => {
    frame.classList.toggle("nm-end", frame.scrollLeft + frame.clientWidth >= frame.scrollWidth - 1);
  };
  const settle = () => {
    document.querySelectorAll(".nm-scroll").forEach((frame) => {
      const wide = frame.scrollWidth > frame.clientWidth + 1;
      frame.classList.toggle("nm-wide", wide);
      if (wide) frame.setAttribute("tabindex", "0");
      else frame.removeAttribute("tabindex");
      end(frame);
    });
  };
  const later = () => window.requestAnimationFrame(settle);
  ["DOMContentLoaded", "load", "resize"].forEach((moment) => window.addEventListener(moment, later));
  document.addEventListener("toggle", later, true);
  document.addEventListener("scroll", ({ target }) => target.classList?.contains("nm-scroll") && end(target), true);
})();

// The page to search: its field is ready to write in; from a disk, where pages may not be read, hits come without extracts.
(() => {
  if (window.location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  document.addEventListener("DOMContentLoaded", () => {
    const field = document.querySelector("#search-results") && document.querySelector("article form input[name=q]");
    if (field) field.focus();
  });
})();
