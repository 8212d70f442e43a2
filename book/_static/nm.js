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
