// A frame that does not scroll is no stop for the keyboard.
(() => {
  const settle = () => {
    document.querySelectorAll(".nm-scroll").forEach((frame) => {
      if (frame.scrollWidth > frame.clientWidth + 1) frame.setAttribute("tabindex", "0");
      else frame.removeAttribute("tabindex");
    });
  };
  const later = () => window.requestAnimationFrame(settle);
  window.addEventListener("load", later);
  window.addEventListener("resize", later);
  document.addEventListener("toggle", later, true);
  document.addEventListener("DOMContentLoaded", later);
})();
